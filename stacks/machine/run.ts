import { retryTransient, type FunctionArns } from "./approval.ts";

/**
 * The run machine: carries out an order node by node. Dispatch starts an action, Pause and Poll ask for its
 * result, Bell waits for people or callbacks. Every step answers the next directive. Input {orderId}.
 */
export function runMachine(arns: FunctionArns): object {
  return {
    Comment: "Run an order until its record says done",
    StartAt: "Advance",
    States: {
      Advance: orderStep(arns["advance-order"]),
      Route: {
        Type: "Choice",
        Choices: [
          { Variable: "$.directive.kind", StringEquals: "dispatch", Next: "Dispatch" },
          { Variable: "$.directive.kind", StringEquals: "poll", Next: "Pause" },
          { Variable: "$.directive.kind", StringEquals: "wait", Next: "Bell" },
        ],
        Default: "Done",
      },
      Dispatch: orderStep(arns["dispatch-node"]),
      Pause: { Type: "Wait", SecondsPath: "$.directive.seconds", Next: "Poll" },
      Poll: orderStep(arns["poll-node"]),
      Bell: {
        Type: "Task",
        Resource: "arn:aws:states:::lambda:invoke.waitForTaskToken",
        Parameters: {
          FunctionName: arns["arm-order"],
          Payload: {
            "orderId.$": "$.orderId",
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

function orderStep(arn: string | undefined): object {
  return {
    Type: "Task",
    Resource: arn,
    Parameters: { "orderId.$": "$.orderId" },
    ResultPath: "$.directive",
    TimeoutSeconds: 60,
    Retry: retryTransient,
    Next: "Route",
  };
}
