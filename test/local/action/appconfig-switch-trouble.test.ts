import { describe, expect, it } from "vitest";
import { impatient, operationIn } from "#test/support/aws.ts";
import {
  call,
  content,
  deploy,
  draft,
  driver,
  follow,
  made,
  peer,
  prod,
  release,
  served,
  useFlags,
} from "#test/support/flag-desk.ts";
import {
  crashes,
  fails,
  hangs,
  hangsUpAfterEffect,
  hangsUpBeforeEffect,
  throttled,
} from "#test/support/peers/aws/fault.ts";

useFlags();
const { start, poll, find, cancel } = driver;

describe("appconfig.switch, when something is in its way", () => {
  it("is put off while another deployment runs, and makes no version for it", async () => {
    deploy(1);
    expect(await start(call())).toMatchObject({ kind: "throttled", afterSeconds: 30 });
    expect(made()).toBe(1);
    peer.step(3);
    expect((await follow(call())).outcome.kind).toBe("succeeded");
  });

  it.each(["CreateHostedConfigurationVersion", "StartDeployment"])(
    "is put off when somebody else was quicker: ConflictException of %s",
    async (operation) => {
      peer.fault(operation, fails("ConflictException", { status: 409 }));
      expect(await start(call())).toMatchObject({ kind: "throttled" });
      expect((await follow(call())).outcome.kind).toBe("succeeded");
      expect(made()).toBe(2);
    },
  );

  it("says which version and deployment it has seen as the last, so that AWS refuses a second one", async () => {
    draft(content);
    await start(call());
    expect(peer.calls("CreateHostedConfigurationVersion")[0]?.input).toMatchObject({
      LatestVersionNumber: 2,
    });
    expect(peer.calls("StartDeployment")[0]?.input).toMatchObject({
      LatestDeploymentNumber: 1,
      ConfigurationVersion: "3",
    });
  });

  it("does not undo what others served meanwhile: its version is made anew", async () => {
    peer.fault("StartDeployment", throttled());
    expect(await start(call())).toMatchObject({ kind: "throttled" });
    release({ ...content, values: { ...content.values, search: { enabled: true } } });
    await follow(call());
    expect(served().values).toMatchObject({ pay: { enabled: false }, search: { enabled: true } });
  });

  it.each([
    ["CreateHostedConfigurationVersion", "before", hangsUpBeforeEffect],
    ["CreateHostedConfigurationVersion", "after", hangsUpAfterEffect],
    ["StartDeployment", "before", hangsUpBeforeEffect],
  ])(
    "is not found when %s was cut off %s its effect, and may be called again",
    async (operation, _when, fault) => {
      peer.fault(operation, fault);
      expect(await start(call())).toMatchObject({ kind: "no_answer" });
      expect(await find(call())).toMatchObject({ kind: "no_answer" });
      const { outcome } = await follow(call());
      expect(outcome).toMatchObject({ kind: "succeeded", output: { previous: true } });
      expect([made(), prod.deployments.length]).toEqual([2, 2]);
    },
  );

  it("is found by its key when the answer to its deployment is lost, with its way back", async () => {
    peer.fault("StartDeployment", hangsUpAfterEffect);
    expect(await start(call())).toMatchObject({ kind: "no_answer" });
    const found = await find(call());
    expect(found).toMatchObject({
      kind: "started",
      operation: { deployment: 2, version: 2, previous: true },
    });
    expect(await start(call())).toEqual(found);
    expect(await find(call({}, { key: "ord_1-1-1" }))).toMatchObject({ kind: "no_answer" });
    expect((await follow(call(), found)).outcome).toMatchObject({ kind: "succeeded" });
    expect(await start(call())).toMatchObject({ kind: "started", operation: { deployment: 2 } });
    expect([made(), prod.deployments.length]).toEqual([2, 2]);
  });

  it("has failed when AWS rolls it back, with who did", async () => {
    const given = call();
    const begun = await start(given);
    prod.deployments.at(-1)?.rollBack("CLOUDWATCH_ALARM");
    const { outcome } = await follow(given, begun);
    expect(outcome).toMatchObject({
      kind: "failed",
      code: "ROLLED_BACK",
      message: "Rollback started (CLOUDWATCH_ALARM)",
    });
    expect(served().values["pay"]).toMatchObject({ enabled: true });
  });

  it.each([0, 1, 3])("is cancelled after %i steps, and the flag is as before", async (steps) => {
    const given = call();
    const begun = await start(given);
    peer.step(steps);
    const stopping = await cancel(given, operationIn(begun));
    expect((await follow(given, stopping)).outcome.kind).toBe("cancelled");
    expect(served().values["pay"]).toMatchObject({ enabled: true });
  });

  it("is put off when it is throttled, and looks again after silence", async () => {
    impatient(200);
    const begun = await start(call());
    peer.fault(
      "GetDeployment",
      throttled({ retryAfterSeconds: 5 }),
      hangs,
      crashes,
      fails("AccessDeniedException"),
    );
    expect(await poll(call(), operationIn(begun))).toMatchObject({
      kind: "throttled",
      afterSeconds: 5,
    });
    for (let looks = 0; looks < 3; looks += 1) {
      expect(await poll(call(), operationIn(begun))).toMatchObject({ kind: "no_answer" });
    }
  });
});
