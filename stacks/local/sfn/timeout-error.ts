import { StateMachine } from "aws-local-stepfunctions";

/**
 * A new States.Timeout of the library's own class: it tells time-outs from failures (States.TaskFailed matches
 * all but a time-out) by a class that it does not export, so one is provoked here and its class kept.
 */
export function timeoutError(): Error {
  return new TimeoutError();
}

const TimeoutError = await provoke();

async function provoke(): Promise<new () => Error> {
  const task = { Type: "Task", Resource: "local:never", TimeoutSeconds: 0.001, End: true } as const;
  const machine = new StateMachine(
    { StartAt: "Never", States: { Never: task } },
    { validationOptions: { noValidate: true } },
  );
  const never = () => new Promise<never>(() => undefined);
  const run = machine.run({}, { overrides: { taskResourceLocalHandlers: { Never: never } } });
  const error: unknown = await run.result.then(
    () => undefined,
    (failure: Error) => failure.cause,
  );
  if (!(error instanceof Error) || error.name !== "States.Timeout") {
    throw new Error("aws-local-stepfunctions no longer times out as expected.");
  }
  return error.constructor as new () => Error;
}
