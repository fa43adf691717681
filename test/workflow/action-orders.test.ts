import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { now } from "#functions/lib/clock.ts";
import type { ChainNode } from "#shared/approval/chain.ts";
import { systemCtx } from "#shared/core/ctx.ts";
import { listLog } from "#shared/order/list-log.ts";
import { loadRun } from "#shared/order/store.ts";
import type { UserRecord } from "#shared/org/record.ts";
import { getSetting } from "#shared/setting/list.ts";
import { updateSetting } from "#shared/setting/update.ts";
import { orderIdOf } from "#shared/ticket/record.ts";
import { startMachine, type Machine } from "#stacks/local/machine.ts";
import { ctxOf } from "#test/support/ctx.ts";
import { addPerson } from "#test/support/factory.ts";
import { assertLaws } from "#test/support/laws.ts";
import { pageOf, publish, submitted } from "#test/support/office.ts";
import { startEcsPeer, type EcsPeer } from "#test/support/peers/aws/ecs/peer.ts";
import {
  fails,
  hangsUpAfterEffect,
  hangsUpBeforeEffect,
  throttled,
} from "#test/support/peers/aws/fault.ts";
import { startSsmPeer, type SsmPeer } from "#test/support/peers/aws/ssm/peer.ts";
import { until } from "#test/support/until.ts";

let machine: Machine;
let ecs: EcsPeer;
let ssm: SsmPeer;
let alice: UserRecord;
let dave: UserRecord;

beforeAll(async () => {
  [ecs, ssm] = await Promise.all([startEcsPeer(), startSsmPeer()]);
  // A lease of a minute is six seconds: more than any call here takes on a busy machine.
  const env = { AWS_ENDPOINT_URL_ECS: ecs.endpoint, AWS_ENDPOINT_URL_SSM: ssm.endpoint };
  machine = await startMachine({ inMemory: true, web: false, timeScale: 10, env });
  [alice, dave] = await Promise.all([
    addPerson({ name: "Alice" }),
    addPerson({ name: "Dave", roles: ["operator"] }),
  ]);
  const system = systemCtx("test", now());
  const { version } = await getSetting(system, "aws");
  const value = { accounts: [{ name: "prod", region: "us-east-1" }] };
  await updateSetting(system, { group: "aws", version, value });
});
afterAll(async () => {
  await machine.stop();
  await Promise.all([ecs.stop(), ssm.stop()]);
});

/** A ticket that is nothing but this action. */
async function begin(action: string, parameters: object) {
  const name = { en: action, "zh-CN": action };
  const given = { account: "prod", ...parameters };
  const node = { kind: "automate", id: "act", name, action, parameters: given } as ChainNode;
  const ticketId = await submitted(await publish([node]), alice, { now: now() });
  return { ticketId, orderId: orderIdOf({ ticketId, seq: 1 }) };
}

/** Waits until the order is in a state; answers it with its node and what that said. */
async function when(orderId: string, state: string) {
  const { nodes } = await until(`order ${orderId} ${state}`, async () => {
    const found = await loadRun(orderId);
    return found.order.state === state && found;
  });
  const [node] = nodes;
  if (node === undefined) throw new Error("no node");
  const operator = await ctxOf(dave, { now: now() });
  const { items } = await listLog(operator, { orderId, seq: 1, limit: 50 });
  return { node, log: items.map(({ text }) => text).join("\n") };
}

describe("ecs.scale on the run machine", () => {
  it("scales, shows the way back, and completes its ticket", async () => {
    const web = ecs.clusters.add("prod", { name: "web", desired: 2, definition: "web:1" });
    const { ticketId, orderId } = await begin("ecs.scale", {
      cluster: "prod",
      service: "web",
      desiredCount: 4,
    });
    const { node } = await when(orderId, "succeeded");
    expect(node).toMatchObject({
      state: "succeeded",
      output: { previousDesired: 2, desired: 4, running: 4 },
      traits: { isReversible: true, isIdempotent: true },
    });
    expect(web.tasks).toHaveLength(4);
    expect((await pageOf(ticketId)).ticket.state).toBe("completed");
    await assertLaws(ticketId);
  });

  it("keeps its way back when the answer to its change is lost", async () => {
    const api = ecs.clusters.add("prod", { name: "api", desired: 1, definition: "api:1" });
    ecs.fault("UpdateService", throttled(), hangsUpAfterEffect);
    const { ticketId, orderId } = await begin("ecs.scale", {
      cluster: "prod",
      service: "api",
      desiredCount: 3,
    });
    const { node } = await when(orderId, "succeeded");
    expect(node.output).toEqual({ previousDesired: 1, desired: 3, running: 3 });
    expect(api.desired).toBe(3);
    await assertLaws(ticketId);
  });

  it("waits for an operator when its service is not there", async () => {
    const { ticketId, orderId } = await begin("ecs.scale", {
      cluster: "prod",
      service: "nobody",
      desiredCount: 3,
    });
    const { node } = await when(orderId, "paused");
    expect(node).toMatchObject({ state: "failed", error: { code: "ServiceNotFoundException" } });
    await assertLaws(ticketId);
  });
});

describe("ssm.runCommand on the run machine", () => {
  const command = (id: string) => {
    ssm.fleet.set(id);
    return {
      document: "AWS-RunShellScript",
      instances: [id],
      parameters: { commands: ["systemctl restart web"] },
    };
  };
  const sent = () => ssm.calls("SendCommand").filter(({ effect }) => effect).length;

  it("runs, and keeps what the instances said", async () => {
    const { ticketId, orderId } = await begin("ssm.runCommand", command("i-00000001"));
    const { node, log } = await when(orderId, "succeeded");
    expect(node.output).toMatchObject({ status: "Success", succeeded: ["i-00000001"] });
    expect(log).toBe("== i-00000001: Success, 0\nok");
    expect((await pageOf(ticketId)).ticket.state).toBe("completed");
    await assertLaws(ticketId);
  });

  it("is found after a lost answer, and has run once", async () => {
    const before = sent();
    ssm.fault("SendCommand", hangsUpAfterEffect);
    const { ticketId, orderId } = await begin("ssm.runCommand", command("i-00000002"));
    const { node } = await when(orderId, "succeeded");
    expect(node.output).toMatchObject({ succeeded: ["i-00000002"] });
    expect(sent() - before).toBe(1);
    await assertLaws(ticketId);
  });

  it("stays unknown when nobody finds it, and is never sent again", async () => {
    const before = ssm.calls("SendCommand").length;
    ssm.fault("SendCommand", hangsUpBeforeEffect);
    const { ticketId, orderId } = await begin("ssm.runCommand", command("i-00000003"));
    const { node } = await when(orderId, "paused");
    expect(node.state).toBe("unknown");
    expect(ssm.calls("SendCommand").length - before).toBe(1);
    await assertLaws(ticketId);
  });

  it("waits for an operator with what failed, and what the script said", async () => {
    ssm.commands.documents.set("AWS-RunShellScript", {
      required: ["commands"],
      optional: [],
      platform: "Linux",
      run: () => ({ code: 5, stderr: `${"x".repeat(2_000)}\nunit not found` }),
    });
    ssm.fault("ListCommands", fails("AccessDeniedException"));
    const { ticketId, orderId } = await begin("ssm.runCommand", command("i-00000004"));
    const { node, log } = await when(orderId, "paused");
    expect(node).toMatchObject({
      state: "failed",
      error: { code: "Failed", message: "0/1, i-00000004 Failed (5)" },
    });
    expect(log).toContain("unit not found");
    await assertLaws(ticketId);
  });
});
