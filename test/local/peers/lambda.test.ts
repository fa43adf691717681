import {
  InvokeCommand,
  LambdaClient,
  paginateListFunctions,
  RequestTooLargeException,
  ResourceNotFoundException,
  TooManyRequestsException,
  type InvokeCommandInput,
} from "@aws-sdk/client-lambda";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { clientOf } from "#test/support/peers/aws/client.ts";
import { throttled } from "#test/support/peers/aws/fault.ts";
import { HandledError } from "#test/support/peers/aws/lambda/invocation.ts";
import { startLambdaPeer, type LambdaPeer } from "#test/support/peers/aws/lambda/peer.ts";

let peer: LambdaPeer;
let client: LambdaClient;

beforeEach(async () => {
  peer = await startLambdaPeer();
  client = new LambdaClient(clientOf(peer));
  peer.functions.set("restart", (event) => ({ echo: event }));
});

afterEach(() => peer.stop());

async function invoke(input: Partial<InvokeCommandInput> = {}) {
  const command = new InvokeCommand({ FunctionName: "restart", Payload: '{"host":"a"}', ...input });
  const { Payload, ...answer } = await client.send(command);
  const text = Buffer.from(Payload ?? []).toString();
  return { ...answer, payload: text === "" ? undefined : (JSON.parse(text) as unknown) };
}

describe("Lambda", () => {
  it("answers what the function answers, and counts the run", async () => {
    expect(await invoke()).toMatchObject({
      StatusCode: 200,
      ExecutedVersion: "$LATEST",
      payload: { echo: { host: "a" } },
    });
    expect(await invoke({ Payload: undefined })).toMatchObject({ payload: { echo: {} } });
    peer.functions.set("restart", () => undefined);
    expect(await invoke()).toMatchObject({ payload: null });
    expect(peer.ran.map(({ event }) => event)).toEqual([{ host: "a" }, {}, { host: "a" }]);
    expect(peer.calls("Invoke").map(({ effect }) => effect)).toEqual([true, true, true]);
  });

  it.each([
    [new TypeError("no host"), "Unhandled", "TypeError"],
    [new HandledError("no host"), "Handled", "HandledError"],
  ])("says with status 200 that the function failed: %s", async (error, FunctionError, type) => {
    peer.functions.set("restart", () => Promise.reject(error));
    expect(await invoke()).toMatchObject({
      StatusCode: 200,
      FunctionError,
      payload: { errorType: type, errorMessage: "no host" },
    });
  });

  it("stops waiting at the function's own time-out, when it has already begun", async () => {
    const handler = () => new Promise(() => undefined);
    peer.functions.set("restart", { handler, timeoutMs: 30 });
    const { FunctionError, payload } = await invoke();
    expect(FunctionError).toBe("Unhandled");
    expect(payload).toMatchObject({
      errorType: "Sandbox.Timedout",
      errorMessage: expect.stringMatching(/Task timed out after 0.03 seconds$/),
    });
    expect(peer.ran).toHaveLength(1);
  });

  it("shows the tail of the log to who asks for it", async () => {
    peer.functions.set("restart", (_event, { log }) => log(`${"x".repeat(5_000)}last words`));
    expect((await invoke()).LogResult).toBeUndefined();
    const { LogResult = "" } = await invoke({ LogType: "Tail" });
    const log = Buffer.from(LogResult, "base64").toString();
    expect(log).toHaveLength(4_096);
    expect(log).toMatch(/last words\nEND RequestId: .*\nREPORT RequestId: /);
  });

  it("takes an event and runs it later, up to three times while it fails", async () => {
    await peer.stop();
    peer = await startLambdaPeer({ pace: "steps" });
    client = new LambdaClient(clientOf(peer));
    peer.functions.set("restart", () => Promise.reject(new Error("no")));
    expect(await invoke({ InvocationType: "Event" })).toMatchObject({
      StatusCode: 202,
      payload: undefined,
    });
    expect(peer.ran).toHaveLength(0);
    for (let n = 0; n < 5; n += 1) {
      peer.step();
      await new Promise(setImmediate);
    }
    expect(peer.ran).toHaveLength(3);
    expect(new Set(peer.ran.map(({ requestId }) => requestId)).size).toBe(1);
  });

  it("runs nothing for a dry run, and still says when there is no such function", async () => {
    expect(await invoke({ InvocationType: "DryRun" })).toMatchObject({ StatusCode: 204 });
    const dry = { InvocationType: "DryRun", FunctionName: "none" } as const;
    await expect(invoke(dry)).rejects.toBeInstanceOf(ResourceNotFoundException);
    expect(peer.ran).toEqual([]);
    expect(peer.calls("Invoke").map(({ effect }) => effect)).toEqual([false, false]);
  });

  it("finds a version by number, alias and ARN", async () => {
    const versions = { "1": () => "one", "2": () => "two" };
    peer.functions.set("restart", { handler: () => "new", versions, aliases: { live: "2" } });
    const arn = "arn:aws:lambda:us-east-1:000000000000:function:restart";
    const answers = [
      await invoke(),
      await invoke({ Qualifier: "1" }),
      await invoke({ Qualifier: "live" }),
      await invoke({ FunctionName: `${arn}:live` }),
      await invoke({ FunctionName: "restart:1" }),
    ];
    expect(answers.map(({ payload, ExecutedVersion }) => [payload, ExecutedVersion])).toEqual([
      ["new", "$LATEST"],
      ["one", "1"],
      ["two", "2"],
      ["two", "2"],
      ["one", "1"],
    ]);
    await expect(invoke({ Qualifier: "old" })).rejects.toMatchObject({
      name: "ResourceNotFoundException",
      message: `Function not found: ${arn}:old`,
      $metadata: { httpStatusCode: 404 },
    });
    await expect(invoke({ FunctionName: "restart:1", Qualifier: "2" })).rejects.toMatchObject({
      name: "InvalidParameterValueException",
    });
  });

  it("admits no more at once than it may, and says when to come again", async () => {
    const work = Promise.withResolvers<string>();
    peer.functions.set("restart", { handler: () => work.promise, concurrency: 1 });
    const first = invoke();
    await expect.poll(() => peer.ran.length).toBe(1);
    const refused: unknown = await invoke().catch((error) => error);
    expect(refused).toBeInstanceOf(TooManyRequestsException);
    expect(refused).toMatchObject({
      Reason: "ReservedFunctionConcurrentInvocationLimitExceeded",
      $response: { statusCode: 429, headers: { "retry-after": "1" } },
    });
    work.resolve("done");
    expect(await first).toMatchObject({ payload: "done" });
    peer.fault("Invoke", throttled({ retryAfterSeconds: 3 }));
    await expect(invoke()).rejects.toMatchObject({
      $response: { headers: { "retry-after": "3" } },
    });
  });

  it("refuses payloads over 6 MB, events over 1 MB, and what is not JSON", async () => {
    const mebibyte = 1024 * 1024;
    const ofSize = (bytes: number) => JSON.stringify("x".repeat(bytes - 2));
    await expect(invoke({ Payload: ofSize(6 * mebibyte + 1) })).rejects.toBeInstanceOf(
      RequestTooLargeException,
    );
    const event = { InvocationType: "Event", Payload: ofSize(mebibyte + 1) } as const;
    await expect(invoke(event)).rejects.toBeInstanceOf(RequestTooLargeException);
    await expect(invoke({ Payload: "{" })).rejects.toMatchObject({
      name: "InvalidRequestContentException",
    });
    expect(peer.ran).toEqual([]);
    peer.functions.set("restart", () => "x".repeat(7 * mebibyte));
    expect(await invoke()).toMatchObject({
      FunctionError: "Unhandled",
      payload: { errorType: "Function.ResponseSizeTooLarge" },
    });
  });

  it("lists functions page by page, with their versions when asked", async () => {
    for (let n = 0; n < 60; n += 1) peer.functions.set(`f${n}`, () => n);
    const versions = { "1": () => 1 };
    peer.functions.set("f0", { handler: () => 0, versions });
    const sizes = [];
    for await (const page of paginateListFunctions({ client }, {}))
      sizes.push(page.Functions?.length);
    expect(sizes).toEqual([50, 11]);
    const all = [];
    for await (const page of paginateListFunctions({ client }, { FunctionVersion: "ALL" }))
      all.push(...(page.Functions ?? []));
    expect(all.filter(({ FunctionName }) => FunctionName === "f0")).toMatchObject([
      { Version: "$LATEST" },
      { Version: "1" },
    ]);
  });
});
