/** Function ARNs by the name of the workflow function, e.g. `advance-ticket`. */
export type FunctionArns = Record<string, string>;

/**
 * The approval machine: asks the engine what to do next, waits for the doorbell or the time-out, asks again.
 * It holds no rule and no state of its own, so one definition serves every template. Input {ticketId}.
 */
export function approvalMachine(arns: FunctionArns): object {
  return {
    Comment: "Advance a ticket until its record says done",
    StartAt: "Advance",
    States: {
      Advance: {
        Type: "Task",
        Resource: arns["advance-ticket"],
        Parameters: { "ticketId.$": "$.ticketId" },
        ResultPath: "$.directive",
        TimeoutSeconds: 60,
        Retry: retryTransient,
        Next: "Route",
      },
      Route: {
        Type: "Choice",
        Choices: [{ Variable: "$.directive.kind", StringEquals: "wait", Next: "Wait" }],
        Default: "Done",
      },
      Wait: {
        Type: "Task",
        Resource: "arn:aws:states:::lambda:invoke.waitForTaskToken",
        Parameters: {
          FunctionName: arns["arm-ticket"],
          Payload: {
            "ticketId.$": "$.ticketId",
            "version.$": "$.directive.version",
            "token.$": "$$.Task.Token",
          },
        },
        TimeoutSecondsPath: "$.directive.seconds",
        ResultPath: null,
        Retry: retryTransient,
        Catch: [{ ErrorEquals: ["States.Timeout"], ResultPath: null, Next: "Advance" }],
        Next: "Advance",
      },
      Done: { Type: "Succeed" },
    },
  };
}

/**
 * States.TaskFailed is everything but a time-out, so a Wait that times out is caught, not retried.
 * When the attempts are used up the execution fails and the reconciler starts another from the record.
 */
export const retryTransient = [
  {
    ErrorEquals: ["States.TaskFailed"],
    IntervalSeconds: 1,
    BackoffRate: 2,
    MaxDelaySeconds: 30,
    MaxAttempts: 6,
    JitterStrategy: "FULL",
  },
];
