import type * as lambda from "@aws-sdk/client-lambda";
import { pageOf } from "#stacks/local/ssm/page.ts";
import { AwsError, hold } from "../error.ts";
import { startPeer, type Peer } from "../peer.ts";
import { restJsonWire, type JsonRoute } from "../rest-json-wire.ts";
import { Steps, type Pace } from "../steps.ts";
import { functionArn, Functions } from "./functions.ts";
import { Invoker, type InvokeDelays, type RanFunction } from "./invoker.ts";

/** Lambda. Functions are registered in `functions`; what ran is in `ran`. */
export type LambdaPeer = Peer & { functions: Functions; ran: RanFunction[]; delays: InvokeDelays };

const LIST_MAX = 50;

const ROUTES: JsonRoute[] = [
  {
    operation: "Invoke",
    method: "POST",
    path: "/2015-03-31/functions/{FunctionName}/invocations",
    query: { Qualifier: "Qualifier" },
    headers: {
      "x-amz-invocation-type": "InvocationType",
      "x-amz-log-type": "LogType",
      "x-amz-client-context": "ClientContext",
    },
    payload: "Payload",
    answer: {
      headers: {
        FunctionError: "x-amz-function-error",
        LogResult: "x-amz-log-result",
        ExecutedVersion: "x-amz-executed-version",
      },
      payload: "Payload",
      status: "StatusCode",
    },
  },
  {
    operation: "ListFunctions",
    method: "GET",
    path: "/2015-03-31/functions",
    query: { Marker: "Marker", MaxItems: "MaxItems", FunctionVersion: "FunctionVersion" },
    numbers: ["MaxItems"],
  },
];

export async function startLambdaPeer(
  options: { pace?: Pace; delays?: Partial<InvokeDelays> } = {},
): Promise<LambdaPeer> {
  const steps = new Steps(options.pace);
  const delays = { eventMs: 5, retryMs: 10, ...options.delays };
  const functions = new Functions();
  const invoker = new Invoker(functions, steps, delays);
  const service = {
    signingName: "lambda",
    wire: restJsonWire(ROUTES),
    handlers: {
      Invoke: (input: lambda.InvocationRequest, effect: () => void) =>
        invoker.invoke(input, effect),
      ListFunctions: (input: lambda.ListFunctionsRequest) => list(functions, input),
    },
    throttling: { name: "TooManyRequestsException", status: 429, message: "Rate Exceeded." },
    crash: {
      name: "ServiceException",
      message: "An error occurred and the request can't be processed.",
    },
  };
  return { ...(await startPeer(service, steps)), functions, ran: invoker.ran, delays };
}

function list(
  functions: Functions,
  input: lambda.ListFunctionsRequest,
): lambda.ListFunctionsResponse {
  hold(input, { MaxItems: { min: 1, max: 10_000 } });
  const all = functions.names.flatMap((name) => {
    const versions = functions.versionsOf(name);
    return (input.FunctionVersion === "ALL" ? versions : ["$LATEST"]).map((version) =>
      configuration(name, version),
    );
  });
  const page = pageOf(all, Math.min(input.MaxItems ?? LIST_MAX, LIST_MAX), input.Marker);
  if (!page) throw new AwsError("InvalidParameterValueException", "Invalid marker.");
  return { Functions: page.items, NextMarker: page.nextToken };
}

function configuration(name: string, version: string): lambda.FunctionConfiguration {
  return {
    FunctionName: name,
    FunctionArn: version === "$LATEST" ? functionArn(name) : `${functionArn(name)}:${version}`,
    Runtime: "nodejs24.x",
    Handler: "index.handler",
    Timeout: 3,
    MemorySize: 128,
    Version: version,
    PackageType: "Zip",
    Architectures: ["arm64"],
  };
}
