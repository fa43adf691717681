import { retryTransient, type FunctionArns } from "./approval.ts";

/**
 * The run machine: carries out an order node by node. Dispatch makes calls, Pause and Poll ask for their end, Bell
 * waits for people, callbacks or long whiles. Every step answers the next directive. Input {orderId}.
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
          { Variable: "$.directive.kind", StringEquals: "look", Next: "Poll" },
          { Variable: "$.directive.kind", StringEquals: "wait", Next: "Bell" },
          { Variable: "$.directive.kind", StringEquals: "continue", Next: "Continue" },
        ],
        Default: "Done",
      },
      Dispatch: nodeStep(arns["dispatch-node"]),
      Pause: { Type: "Wait", SecondsPath: "$.directive.seconds", Next: "Poll" },
      Poll: nodeStep(arns["poll-node"]),
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
      Continue: {
        Type: "Task",
        Resource: arns["continue-order"],
        Parameters: { "orderId.$": "$.orderId" },
        ResultPath: null,
        TimeoutSeconds: 60,
        Retry: retryTransient,
        Next: "Done",
      },
      Done: { Type: "Succeed" },
    },
  };
}

/** A step about the node that the directive names. */
function nodeStep(arn: string | undefined): object {
  return step(arn, { "orderId.$": "$.orderId", "seq.$": "$.directive.seq" });
}

function orderStep(arn: string | undefined): object {
  return step(arn, { "orderId.$": "$.orderId" });
}

function step(arn: string | undefined, Parameters: Record<string, string>): object {
  return {
    Type: "Task",
    Resource: arn,
    Parameters,
    ResultPath: "$.directive",
    TimeoutSeconds: 60,
    Retry: retryTransient,
    Next: "Route",
  };
}
