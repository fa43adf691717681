import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { k8sScale } from "#functions/action/k8s-scale.ts";
import { k8sScale as definition } from "#shared/action/catalogue/k8s-scale.ts";
import type { Call, Operation, Outcome } from "#shared/action/driver.ts";
import { missing, play } from "#test/support/call.ts";
import { ownCluster, type OwnCluster } from "#test/support/cluster.ts";
import { makeTls } from "#test/support/peers/web/certificate.ts";
import type { Fault } from "#test/support/peers/web/peer.ts";

let own: OwnCluster;
beforeEach(async () => {
  own = await ownCluster();
});
afterEach(() => own.peer.stop());

const scalePath = "/apis/apps/v1/namespaces/default/deployments/web/scale";
const writes = () => own.peer.callsTo(`PATCH ${scalePath}`);
const to = (replicas: number, given: Partial<Call> = {}) =>
  own.call("k8s.scale", "web", { deployments: ["web"], replicas }, given);
const look = (call: Call, operation: Operation) => missing(k8sScale.poll)(call, operation);

/** What was read, and the step that is wanted. */
async function begun(call: Call) {
  const outcome = await k8sScale.start(call);
  if (outcome.kind !== "wants") throw new Error(JSON.stringify(outcome));
  const { operation, step } = outcome;
  return { operation, step, write: () => missing(k8sScale.advance)(call, operation, step) };
}

function operationOf(outcome: Outcome): Operation {
  if ("operation" in outcome) return outcome.operation;
  throw new Error(JSON.stringify(outcome));
}

describe("scaling a deployment", () => {
  it("ends when all replicas are ready, and says how many there were", async () => {
    const call = to(5);
    const progress: string[] = [];
    const { outcome, steps } = await play(
      {
        ...k8sScale,
        poll: async (...args) => {
          const seen = await look(...args);
          if (seen.kind === "started") progress.push(seen.progress ?? "");
          return seen;
        },
      },
      call,
      own.pass,
    );
    expect(outcome).toEqual({
      kind: "succeeded",
      text: "web: 2 → 5",
      output: { previousReplicas: 2, replicas: 5, readyReplicas: 5 },
    });
    expect([...new Set(progress)]).toEqual(["2/5", "3/5", "4/5"]);
    expect(steps).toHaveLength(1);
    expect(own.effects()).toEqual([`PATCH ${scalePath}`]);
    expect(writes()[0]?.body).toEqual({
      metadata: { resourceVersion: expect.stringMatching(/^\d+$/) },
      spec: { replicas: 5 },
    });
  });

  it("does not take the old status for the new one before the controller has seen the change", async () => {
    const up = await begun(to(4));
    await up.write();
    const { write } = await begun(to(2));
    const operation = operationOf(await write());
    // Two are ready as they ever were; nobody has looked at either change.
    expect((await look(to(2), operation)).kind).toBe("started");
    own.pass(5000);
    expect(await look(to(2), operation)).toMatchObject({ output: { previousReplicas: 4 } });
  });

  it("is not over while there are more pods than wanted, ready or not", async () => {
    const { write } = await begun(to(1));
    const operation = operationOf(await write());
    const body = {
      metadata: { name: "web", uid: "1", generation: 2 },
      spec: { replicas: 1, selector: { matchLabels: { app: "web" } } },
      status: { observedGeneration: 2, replicas: 2, readyReplicas: 1 },
    };
    own.peer.fault("GET */deployments/web", { status: 200, body });
    expect(await look(to(1), operation)).toMatchObject({ kind: "started", progress: "1/1" });
  });

  it("to 0 and back, though the API leaves numbers that are 0 out", async () => {
    const down = await play(k8sScale, to(0), own.pass);
    expect(down.outcome).toMatchObject({ output: { previousReplicas: 2, readyReplicas: 0 } });
    const up = await play(k8sScale, to(2), own.pass);
    expect(up.outcome).toMatchObject({ output: { previousReplicas: 0, readyReplicas: 2 } });
  });

  it("writes nothing where the number is right already", async () => {
    expect(await k8sScale.start(to(2))).toMatchObject({
      kind: "succeeded",
      output: { previousReplicas: 2, replicas: 2 },
    });
    expect(own.effects()).toEqual([]);
  });

  it("goes on looking while there is no room: it is the time-out that ends it", async () => {
    own.peer.setCapacity(3);
    const { write } = await begun(to(4));
    const operation = operationOf(await write());
    own.pass(3_600_000);
    expect(await look(to(4), operation)).toMatchObject({ kind: "started", progress: "3/4" });
    expect(definition.timeoutSeconds({})).toBe(900);
  });

  it("fails when somebody else sets another number meanwhile", async () => {
    const { write } = await begun(to(4));
    const operation = operationOf(await write());
    await play(k8sScale, { ...to(3), key: "other" }, own.pass);
    expect(await look(to(4), operation)).toMatchObject({
      kind: "failed",
      code: "SUPERSEDED",
      message: expect.stringContaining("3 replicas"),
    });
  });

  it("can be undone: back to the number before", () => {
    const given = { cluster: "main", namespace: "default", deployments: ["web"], replicas: 5 };
    const { inverse } = definition;
    expect(inverse?.code).toBe("k8s.scale");
    expect(inverse?.parameters(given, { previousReplicas: 2 })).toEqual({ ...given, replicas: 2 });
    expect(inverse?.parameters(given, { previousReplicas: 5 })).toBeNull();
    expect(inverse?.parameters(given, {})).toBeNull();
  });
});

describe("a change between reading and writing", () => {
  it("of the status only: it is read again and written, in one call", async () => {
    const { write } = await begun(to(4));
    own.peer.evict(own.peer.deployment("web")?.pods[0]?.name ?? "");
    own.pass(1000);
    own.peer.deployment("web");
    expect((await write()).kind).toBe("started");
    expect(writes().map(({ status }) => status)).toEqual([409, 200]);
  });

  it("of the number: the number to go back to is the newer one, on record before it is written", async () => {
    const { write, step } = await begun(to(4));
    await play(k8sScale, { ...to(3), key: "other" }, own.pass);
    const again = await write();
    expect(again).toMatchObject({ kind: "wants", operation: { previous: 3, isSet: false } });
    if (again.kind !== "wants") throw new Error("nothing wanted");
    expect(again.step).not.toBe(step);
    expect(own.peer.deployment("web")?.replicas).toBe(3);
    const written = await missing(k8sScale.advance)(to(4), again.operation, again.step);
    own.pass(5000);
    expect(await look(to(4), operationOf(written))).toMatchObject({
      output: { previousReplicas: 3, replicas: 4 },
    });
  });

  it("again and again: it gives up as a conflict", async () => {
    const { write } = await begun(to(4));
    const conflicts = Array.from({ length: 6 }, (): Fault => ({ status: 409 }));
    own.peer.fault(`PATCH ${scalePath}`, { status: 409 }, ...conflicts);
    expect(await write()).toMatchObject({ kind: "failed", code: "CONFLICT" });
    expect(own.effects()).toEqual([]);
  });
});

describe("a lost answer", () => {
  it("to a write that took place: the look sees it, and the number before is not forgotten", async () => {
    const call = to(4);
    const { write, operation } = await begun(call);
    own.peer.fault(`PATCH ${scalePath}`, { hangUp: "after" });
    expect((await write()).kind).toBe("no_answer");
    const seen = await look(call, operation);
    expect(seen).toMatchObject({ kind: "started", operation: { previous: 2, isSet: true } });
    own.pass(5000);
    expect(await look(call, operationOf(seen))).toMatchObject({
      output: { previousReplicas: 2, replicas: 4 },
    });
    expect(writes()).toHaveLength(1);
  });

  it("to a write that did not: the look wants the same step again", async () => {
    const call = to(4);
    const { write, operation, step } = await begun(call);
    own.peer.fault(`PATCH ${scalePath}`, { hangUp: "before" });
    expect((await write()).kind).toBe("no_answer");
    expect(await look(call, operation)).toMatchObject({ kind: "wants", step });
  });
});

describe("what the API server refuses", () => {
  const failed = (code: string) => ({ kind: "failed", code });
  it.each<[Fault, object]>([
    [{ status: 401 }, failed("UNAUTHORIZED")],
    [{ status: 403 }, failed("FORBIDDEN")],
    [{ status: 404 }, failed("NOT_FOUND")],
    [
      { status: 429, retryAfterSeconds: 7 },
      { kind: "throttled", afterSeconds: 7 },
    ],
    // Nothing was done yet, and that is certain.
    [{ status: 500 }, failed("UNAVAILABLE")],
    [{ status: 502 }, failed("UNAVAILABLE")],
    [{ status: 200, body: "<html>" }, failed("UNAVAILABLE")],
    [{ hangUp: "before" }, failed("UNAVAILABLE")],
  ])("while it is read, %o", async (fault, outcome) => {
    own.peer.fault(`GET ${scalePath}`, fault);
    expect(await k8sScale.start(to(4))).toMatchObject(outcome);
    expect(writes()).toEqual([]);
  });

  it.each<[Fault, object]>([
    [{ status: 401 }, failed("UNAUTHORIZED")],
    [{ status: 403 }, { ...failed("FORBIDDEN"), message: expect.stringContaining("cannot patch") }],
    [{ status: 404 }, failed("NOT_FOUND")],
    [{ status: 422, body: { message: "too many" } }, failed("INVALID")],
    [{ status: 429 }, { kind: "throttled", afterSeconds: 1 }],
    [{ status: 500 }, { kind: "no_answer" }],
    [{ status: 504 }, { kind: "no_answer" }],
    [{ lateMs: 50 }, { kind: "started" }],
  ])("while it is written, %o", async (fault, outcome) => {
    const { write } = await begun(to(4));
    own.peer.fault(`PATCH ${scalePath}`, fault);
    expect(await write()).toMatchObject(outcome);
  });

  it.each<[Fault, string]>([
    [{ status: 401 }, "no_answer"],
    [{ status: 403 }, "no_answer"],
    [{ status: 500 }, "no_answer"],
    [{ hangUp: "before" }, "no_answer"],
    [{ status: 200, body: "<html>" }, "no_answer"],
    [{ status: 429 }, "throttled"],
    [{ status: 404 }, "failed"],
  ])("while it is looked at, %o: %s", async (fault, kind) => {
    const { write } = await begun(to(4));
    const operation = operationOf(await write());
    own.peer.fault("GET */deployments/web", fault);
    expect((await look(to(4), operation)).kind).toBe(kind);
  });

  it("a server that is not there is no failure of what goes on, but one of what has not begun", async () => {
    const { write } = await begun(to(4));
    const operation = operationOf(await write());
    await own.peer.stop();
    expect((await look(to(4), operation)).kind).toBe("no_answer");
    expect(await k8sScale.start(to(5))).toMatchObject(failed("UNREACHABLE"));
  });
});

describe("who is called", () => {
  const refusedBy = async (settings: Call["settings"]) => {
    const outcome = await k8sScale.start(to(4, { settings }));
    return outcome.kind === "failed" ? outcome.code : outcome.kind;
  };

  it("only clusters and namespaces that the settings open", async () => {
    expect(await refusedBy({ ...own.settingsOf(), kubernetes: { clusters: [] } })).toBe(
      "UNKNOWN_CLUSTER",
    );
    expect(await refusedBy(own.settingsOf({ namespaces: ["shop"] }))).toBe("CLOSED_NAMESPACE");
    expect(await refusedBy(own.settingsOf({ namespaces: ["shop", "default"] }))).toBe("wants");
  });

  it("only hosts that may be called", async () => {
    const settings = { ...own.settingsOf(), outbound: { hosts: [] } };
    expect(await refusedBy(settings)).toBe("BLOCKED_ADDRESS");
    expect(own.peer.calls).toEqual([]);
    expect(await refusedBy(own.settingsOf({ token: "another-token" }))).toBe("UNAUTHORIZED");
  });

  it("only servers that the authority of the cluster knows", async () => {
    await own.peer.stop();
    own = await ownCluster({}, true);
    expect(await refusedBy(own.settingsOf())).toBe("wants");
    const [{ length }] = [own.peer.calls];
    expect(await refusedBy(own.settingsOf({ ca: makeTls().ca }))).toBe("UNREACHABLE");
    expect(await refusedBy(own.settingsOf({ ca: "" }))).toBe("UNREACHABLE");
    expect(own.peer.calls).toHaveLength(length);
  });
});

describe("a rehearsal", () => {
  it("lets the server play it through, and changes nothing", async () => {
    const rehearse = missing(k8sScale.rehearse);
    expect(await rehearse(to(5))).toEqual({ kind: "succeeded", text: "web: 2 → 5" });
    own.peer.fault(`PATCH ${scalePath}`, { status: 403 });
    expect(await rehearse(to(5))).toMatchObject({ kind: "failed", code: "FORBIDDEN" });
    expect(own.effects()).toEqual([]);
    expect(own.peer.deployment("web")?.replicas).toBe(2);
  });
});
