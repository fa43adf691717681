import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { k8sRestart } from "#functions/action/k8s-restart.ts";
import { k8sRestartPods } from "#functions/action/k8s-restart-pods.ts";
import { missing, play } from "#test/support/call.ts";
import { ownCluster, type OwnCluster } from "#test/support/cluster.ts";
import type { Fault } from "#test/support/peers/web/peer.ts";

let own: OwnCluster;
beforeEach(async () => {
  own = await ownCluster();
});
afterEach(() => own.peer.stop());

const podNames = () => own.peer.deployment("web")?.pods.map(({ name }) => name) ?? [];
const failed = (code: string) => ({ kind: "failed", code });

describe("restarting a deployment", () => {
  const restart = (given: object = {}) =>
    own.call("k8s.restart", "web", { deployments: ["web"] }, given);

  it("replaces every pod, and ends when the new ones serve", async () => {
    const before = podNames();
    const { outcome } = await play(k8sRestart, restart(), own.pass);
    expect(outcome).toMatchObject({ kind: "succeeded", output: { readyReplicas: 2 } });
    // The last of the old ones is on its way out.
    own.pass(2_000);
    expect(podNames()).toHaveLength(2);
    expect(podNames().filter((name) => before.includes(name))).toEqual([]);
  });

  it("restarts once for a key, however often it is called for it", async () => {
    own.peer.fault("PATCH */deployments/web", { hangUp: "after" });
    expect((await k8sRestart.start(restart())).kind).toBe("no_answer");
    const { outcome } = await play(k8sRestart, restart(), own.pass);
    expect(outcome.kind).toBe("succeeded");
    expect(own.peer.callsTo("PATCH *").map(({ effect }) => effect)).toEqual([true, false]);
    await play(k8sRestart, restart({ key: "another" }), own.pass);
    expect(own.effects()).toHaveLength(2);
  });

  it("fails when the rollout makes no progress in its time", async () => {
    own.peer.setBroken("web", true);
    await k8sRestart.start(restart());
    own.pass(5_000);
    const look = () => missing(k8sRestart.poll)(restart(), {});
    expect(await look()).toMatchObject({ kind: "started", progress: "1/2" });
    own.pass(700_000);
    expect(await look()).toMatchObject({
      ...failed("DEADLINE_EXCEEDED"),
      message: expect.stringContaining("timed out progressing"),
    });
  });

  it.each<[Fault, object]>([
    [{ status: 403 }, failed("FORBIDDEN")],
    [{ status: 404 }, failed("NOT_FOUND")],
    [
      { status: 429, retryAfterSeconds: 2 },
      { kind: "throttled", afterSeconds: 2 },
    ],
    [{ status: 503 }, { kind: "no_answer" }],
    [{ hangUp: "before" }, { kind: "no_answer" }],
  ])("that the server refuses, %o", async (fault, outcome) => {
    own.peer.fault("PATCH *", fault);
    expect(await k8sRestart.start(restart())).toMatchObject(outcome);
  });

  it("is played through by the server in a rehearsal", async () => {
    const rehearse = missing(k8sRestart.rehearse);
    expect((await rehearse(restart())).kind).toBe("succeeded");
    own.peer.fault("PATCH *", { status: 403 });
    expect(await rehearse(restart())).toMatchObject(failed("FORBIDDEN"));
    expect(own.effects()).toEqual([]);
  });
});

describe("restarting container instances", () => {
  const restart = (pod: string, given: object = {}) =>
    own.call("k8s.restart-pods", pod, { deployment: "web", pods: [pod] }, given);
  const first = () => podNames()[0] ?? "";

  it("deletes that one pod, and ends when as many serve as before", async () => {
    const [gone = "", other = ""] = podNames();
    const kinds: string[] = [];
    const { outcome } = await play(k8sRestartPods, restart(gone), () => {
      kinds.push("look");
      own.pass();
    });
    expect(outcome).toEqual({ kind: "succeeded", text: `${gone}: 2/2`, output: {} });
    expect(kinds.length).toBeGreaterThan(3);
    expect(podNames()).toContain(other);
    expect(podNames()).not.toContain(gone);
    expect(own.effects()).toEqual([`DELETE /api/v1/namespaces/default/pods/${gone}`]);
  });

  it("deletes nothing but instances of the deployment that was named", async () => {
    own.peer.addDeployment({ name: "db", replicas: 1 });
    own.peer.addPod({ name: "alone", phase: "Running" });
    const db = own.peer.deployment("db")?.pods[0]?.name ?? "";
    for (const pod of [db, "alone"]) {
      for (const attempt of [1, 2]) {
        expect(await k8sRestartPods.start(restart(pod, { attempt }))).toMatchObject(
          failed("NOT_ITS_POD"),
        );
      }
    }
    expect(await k8sRestartPods.start(restart("no-such"))).toMatchObject(failed("NOT_FOUND"));
    expect(own.effects()).toEqual([]);
  });

  it("after a lost answer goes on with the pod that is gone", async () => {
    const pod = first();
    own.peer.fault("DELETE *", { hangUp: "after" });
    expect((await k8sRestartPods.start(restart(pod))).kind).toBe("no_answer");
    own.pass(5_000);
    const again = await k8sRestartPods.start(restart(pod, { attempt: 2 }));
    expect(again.kind).toBe("started");
    expect((await missing(k8sRestartPods.poll)(restart(pod), {})).kind).toBe("succeeded");
    expect(own.effects()).toHaveLength(1);
  });

  it.each<[Fault, object]>([
    [{ status: 403 }, failed("FORBIDDEN")],
    [{ status: 429 }, { kind: "throttled" }],
    [{ status: 500 }, { kind: "no_answer" }],
    [{ status: 404 }, { kind: "started" }],
  ])("that the server answers with %o", async (fault, outcome) => {
    own.peer.fault("DELETE *", fault);
    expect(await k8sRestartPods.start(restart(first()))).toMatchObject(outcome);
  });

  it("is played through by the server in a rehearsal", async () => {
    const rehearse = missing(k8sRestartPods.rehearse);
    expect((await rehearse(restart(first()))).kind).toBe("succeeded");
    expect(await rehearse(restart("no-such"))).toMatchObject(failed("NOT_FOUND"));
    expect(own.effects()).toEqual([]);
  });
});
