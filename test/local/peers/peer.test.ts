import { setTimeout as pause } from "node:timers/promises";
import { ECSClient, ListClustersCommand } from "@aws-sdk/client-ecs";
import {
  GetParameterCommand,
  ListDocumentsCommand,
  PutParameterCommand,
  SSMClient,
} from "@aws-sdk/client-ssm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { clientOf } from "#test/support/peers/aws/client.ts";
import {
  answersLate,
  crashes,
  fails,
  hangs,
  hangsAfterEffect,
  hangsUpAfterEffect,
  hangsUpBeforeEffect,
  throttled,
} from "#test/support/peers/aws/fault.ts";
import { startSsmPeer, type SsmPeer } from "#test/support/peers/aws/ssm/peer.ts";

let peer: SsmPeer;
let client: SSMClient;

beforeEach(async () => {
  peer = await startSsmPeer();
  client = new SSMClient(clientOf(peer));
});

afterEach(() => peer.stop());

const put = (Name = "key", by = client) =>
  by.send(new PutParameterCommand({ Name, Value: "v", Type: "String" }));
const wasPut = () => peer.store.list().length === 1;
const effects = () => peer.calls("PutParameter").map(({ effect }) => effect);

describe("a peer", () => {
  it("records every call with its input, and whether it changed anything", async () => {
    await put();
    await client.send(new GetParameterCommand({ Name: "key" }));
    await expect(put()).rejects.toMatchObject({ name: "ParameterAlreadyExists" });
    expect(peer.calls()).toMatchObject([
      { operation: "PutParameter", input: { Name: "key", Value: "v" }, effect: true },
      { operation: "GetParameter", input: { Name: "key" }, effect: false },
      { operation: "PutParameter", effect: false },
    ]);
    expect(peer.calls()[0]?.at).toBeGreaterThan(Date.now() - 5_000);
  });

  it("answers an error by its name, once, and nothing has happened", async () => {
    peer.fault("PutParameter", fails("TooManyUpdates", { message: "Later." }));
    await expect(put()).rejects.toMatchObject({ name: "TooManyUpdates", message: "Later." });
    expect(wasPut()).toBe(false);
    await put();
    expect(effects()).toEqual([false, true]);
  });

  it("throttles in the service's own way, or with 429, and says when to come again", async () => {
    peer.fault("*", throttled(), throttled({ status: 429, retryAfterSeconds: 7 }), crashes);
    await expect(put()).rejects.toMatchObject({
      name: "ThrottlingException",
      $metadata: { httpStatusCode: 400 },
    });
    const failure = await put().catch((error: { $response: unknown }) => error);
    expect(failure).toMatchObject({
      name: "ThrottlingException",
      $response: { statusCode: 429, headers: { "retry-after": "7" } },
    });
    await expect(put()).rejects.toMatchObject({
      name: "InternalServerError",
      $metadata: { httpStatusCode: 500 },
    });
    expect(wasPut()).toBe(false);
  });

  it.each([
    ["before", hangsUpBeforeEffect, false],
    ["after", hangsUpAfterEffect, true],
  ])("hangs up %s the effect, and the caller can't tell which", async (_when, fault, effect) => {
    peer.fault("PutParameter", fault);
    await expect(put()).rejects.toMatchObject({ code: "ECONNRESET" });
    expect(wasPut()).toBe(effect);
    expect(effects()).toEqual([effect]);
  });

  it.each([
    ["nothing happened", hangs, false],
    ["all was done", hangsAfterEffect, true],
  ])("hangs until it stops, although %s", async (_case, fault, effect) => {
    peer.fault("PutParameter", fault);
    const requestHandler = { requestTimeout: 100, throwOnRequestTimeout: true };
    const impatient = new SSMClient({ ...clientOf(peer), requestHandler });
    await expect(put("key", impatient)).rejects.toMatchObject({ name: "TimeoutError" });
    expect(wasPut()).toBe(effect);
    peer.fault("PutParameter", hangs);
    const patient = put("other").catch((error: Error) => error);
    await expect.poll(() => peer.calls("PutParameter").length).toBe(2);
    await peer.stop();
    expect(await patient).toBeInstanceOf(Error);
  });

  it("answers late what it did at once", async () => {
    peer.fault("PutParameter", answersLate(150));
    let isAnswered = false;
    const answered = put().then(() => {
      isAnswered = true;
    });
    await expect.poll(wasPut, { interval: 5 }).toBe(true);
    await pause(50);
    expect(isAnswered).toBe(false);
    await answered;
  });

  it("forgets the faults that were not met when it is told to", async () => {
    peer.fault("PutParameter", hangs);
    peer.clearFaults();
    await put();
    expect(wasPut()).toBe(true);
  });

  it("refuses what is not signed for its service, and what is none of its operations", async () => {
    const ecs = new ECSClient(clientOf(peer));
    await expect(ecs.send(new ListClustersCommand())).rejects.toMatchObject({
      name: "MissingAuthenticationTokenException",
    });
    expect((await fetch(peer.endpoint, { method: "POST", body: "{}" })).status).toBe(403);
    await expect(client.send(new ListDocumentsCommand())).rejects.toMatchObject({
      name: "UnknownOperationException",
    });
  });
});
