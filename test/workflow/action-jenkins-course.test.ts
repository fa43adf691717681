import { beforeEach, describe, expect, it } from "vitest";
import { jenkinsBuild } from "#functions/action/jenkins-build.ts";
import { missing, play } from "#test/support/call.ts";
import {
  begun,
  build,
  cancel,
  failed,
  jenkins,
  job,
  look,
  operationOf,
  pass,
  path,
  running,
  useJenkins,
} from "#test/support/jenkins-desk.ts";
import type { Fault } from "#test/support/peers/web/peer.ts";

/** A build of Jenkins that has begun: what looks bring, how it is stopped, what its input steps wait for. */

useJenkins();

describe("a look", () => {
  it.each<[Fault, string]>([
    [{ status: 401 }, "no_answer"],
    [{ status: 403 }, "no_answer"],
    [{ status: 500 }, "no_answer"],
    [{ status: 429 }, "throttled"],
    [{ hangUp: "before" }, "no_answer"],
    [{ status: 200, body: "<html>" }, "no_answer"],
  ])("at the queue or at the build that brings %o", async (fault, kind) => {
    const queued = await begun();
    jenkins.fault("GET /queue/item/*", fault);
    expect((await look(queued)).kind).toBe(kind);
    pass(5200);
    const operation = operationOf(await look(queued));
    jenkins.fault(`GET ${path}/1/api/json`, fault);
    expect((await look(operation)).kind).toBe(kind);
  });

  it("that finds it taken out of the queue by somebody", async () => {
    const operation = await begun();
    const headers = { authorization: `Basic ${Buffer.from("ops:11aa").toString("base64")}` };
    await fetch(`${jenkins.url}/queue/cancelItem?id=1`, { method: "POST", headers });
    expect(await look(operation)).toMatchObject(failed("CANCELLED"));
  });

  it("takes whole lines only while the build goes on, and nothing twice after a lost log", async () => {
    const operation = await running();
    jenkins.fault("GET */progressiveText", { status: 500 });
    const without = await look(operation);
    expect(without.log).toBeUndefined();
    jenkins.fault("GET */progressiveText", { status: 200, body: "one\ntwo-half" });
    const half = await look(operationOf(without));
    expect(half.log).toBe("one\n");
    expect(operationOf(half)["offset"]).toBe(Number(operation["offset"]) + 4);
  });

  it("takes a long log piece by piece, without breaking a letter", async () => {
    const line = "字".repeat(120_000);
    jenkins.nextBuilds(job, {
      stages: [{ runMs: 10, log: [line] }, { runMs: 60_000 }],
      result: "SUCCESS",
    });
    const { outcome, log } = await play(jenkinsBuild, build(), () => pass(5000));
    expect(outcome.kind).toBe("succeeded");
    expect(log).toBe(`Started by user ops\n${line}\nFinished: SUCCESS\n`);
  });
});

describe("stopping", () => {
  it("takes it out of the queue", async () => {
    const operation = await begun();
    expect(await cancel(operation)).toEqual({ kind: "cancelled" });
    expect(jenkins.queue()[0]?.state).toBe("cancelled");
  });

  it("stops a build that has begun, also when it left the queue just now, and waits until it has", async () => {
    const operation = await begun();
    pass(5200);
    jenkins.queue();
    const stopping = await cancel(operation);
    expect(stopping).toMatchObject({ kind: "started", operation: { number: 1, isStopping: true } });
    pass(200);
    expect(await look(operationOf(stopping))).toMatchObject({ kind: "cancelled" });
    expect(jenkins.builds(job)[0]?.result).toBe("ABORTED");
  });

  it("of what is over already is too late: the result stands", async () => {
    const operation = await running();
    pass(60_000);
    const stopping = await cancel(operation);
    expect(await look(operationOf(stopping))).toMatchObject({ kind: "succeeded" });
  });

  it.each<[Fault, string]>([
    [{ status: 403, body: "no permission" }, "failed"],
    [{ status: 500 }, "no_answer"],
    [{ hangUp: "after" }, "no_answer"],
    [{ status: 429 }, "throttled"],
  ])("that meets %o: %s", async (fault, kind) => {
    const operation = await running();
    jenkins.fault("POST */stop", fault);
    expect((await cancel(operation)).kind).toBe(kind);
  });
});

describe("an input step", () => {
  const zone = [{ name: "ZONE", kind: "choice" as const, choices: ["a", "b"] }, { name: "NOTE" }];
  beforeEach(() => {
    jenkins.nextBuilds(job, {
      stages: [
        { runMs: 1000, input: { id: "go", message: "Roll out?" } },
        { runMs: 1000, input: { id: "where", message: "Which zone?", parameters: zone } },
        { runMs: 1000 },
      ],
      result: "SUCCESS",
    });
  });
  const inputs = () =>
    jenkins.callsTo(`POST ${path}/1/*`).map(({ path: at, effect }) => [at.split("/1/")[1], effect]);

  it("is answered once where the plan allows it, with the values that it gives", async () => {
    const call = build({ proceedInputs: ["go", "Where"], inputParameters: { ZONE: "b" } });
    const { outcome, steps } = await play(jenkinsBuild, call, pass);
    expect(outcome).toMatchObject({ kind: "succeeded", output: { result: "SUCCESS" } });
    expect(steps).toEqual(["input:Go", "input:Where"]);
    expect(jenkins.builds(job)[0]?.answers).toEqual({ Go: {}, Where: { ZONE: "b", NOTE: "" } });
    expect(inputs()).toEqual([
      ["input/Go/proceedEmpty", true],
      ["wfapi/inputSubmit?inputId=Where", true],
    ]);
  });

  it("waits for somebody else where it does not, and says for what", async () => {
    const call = build({ proceedInputs: ["where"] });
    const operation = await running(call);
    pass(86_400_000);
    expect(await look(operation, call)).toMatchObject({
      kind: "started",
      progress: "#1: Roll out? (Go)",
    });
    expect(inputs()).toEqual([]);
  });

  it("that somebody has answered meanwhile is not answered again", async () => {
    const call = build({ proceedInputs: ["*"] });
    const operation = await running(call);
    pass(1000);
    const wanted = await look(operation, call);
    if (wanted.kind !== "wants") throw new Error("nothing wanted");
    const headers = { authorization: `Basic ${Buffer.from("ops:11aa").toString("base64")}` };
    await fetch(`${jenkins.url}${path}/1/input/Go/proceedEmpty`, { method: "POST", headers });
    const step = () => missing(jenkinsBuild.advance)(call, wanted.operation, wanted.step);
    expect((await step()).kind).toBe("started");
    expect(inputs()).toEqual([["input/Go/proceedEmpty", true]]);
  });

  it.each<[Fault, string]>([
    [{ hangUp: "after" }, "no_answer"],
    [{ hangUp: "before" }, "no_answer"],
    [{ status: 500 }, "no_answer"],
    [{ status: 404 }, "started"],
    [{ status: 403, body: "no permission" }, "failed"],
    [{ status: 429 }, "throttled"],
  ])("whose answer meets %o: %s", async (fault, kind) => {
    const call = build({ proceedInputs: ["*"] });
    const operation = await running(call);
    pass(1000);
    jenkins.fault("POST */input/*", fault);
    expect((await missing(jenkinsBuild.advance)(call, operation, "input:Go")).kind).toBe(kind);
  });

  it("of a build that is being stopped is answered by nobody", async () => {
    const call = build({ proceedInputs: ["*"] });
    const operation = { ...(await running(call)), isStopping: true };
    pass(1000);
    expect((await look(operation, call)).kind).toBe("started");
  });
});
