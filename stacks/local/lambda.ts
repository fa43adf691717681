import { randomUUID } from "node:crypto";
import type { Context } from "aws-lambda";

/** A Lambda handler of any event type; it is only ever called through `invokeLambda`. */
export type LambdaHandler = (event: never, context: Context, callback: never) => unknown;

/**
 * Calls a handler as Lambda does: event and result pass through JSON, so nothing can leak by reference.
 * Rejects with whatever the handler throws.
 */
export async function invokeLambda(
  name: string,
  handler: LambdaHandler,
  event: unknown,
): Promise<unknown> {
  const result = await asCallable(handler)(viaJson(event), lambdaContext(name), undefined);
  return viaJson(result);
}

/** The event type is erased on purpose: on AWS, too, only the deployment ties an event to a handler. */
function asCallable(handler: LambdaHandler) {
  return handler as (event: unknown, context: Context, callback: undefined) => unknown;
}

function viaJson(value: unknown): unknown {
  return value === undefined ? null : JSON.parse(JSON.stringify(value));
}

function lambdaContext(name: string): Context {
  const startedMs = Date.now();
  return {
    awsRequestId: randomUUID(),
    callbackWaitsForEmptyEventLoop: false,
    functionName: name,
    functionVersion: "$LATEST",
    invokedFunctionArn: lambdaArn(name),
    logGroupName: `/aws/lambda/${name}`,
    logStreamName: "local",
    memoryLimitInMB: "512",
    getRemainingTimeInMillis: () => Math.max(0, 30_000 - (Date.now() - startedMs)),
    done: () => undefined,
    fail: () => undefined,
    succeed: () => undefined,
  };
}

/** ARN of a function of the embedded stack. */
export function lambdaArn(name: string): string {
  return `arn:aws:lambda:us-east-1:000000000000:function:${name}`;
}
