import { describe, expect, test } from "vitest";
import { after, secondMs } from "#shared/core/clock.ts";
import { HttpRequestParameters } from "#shared/action/catalogue/http-request.ts";
import {
  cancel,
  claim,
  currentNode,
  directiveOf,
  endByHand,
  leaseSeconds,
  recover,
  report,
  retry,
  settle,
  type Run,
} from "#shared/order/engine.ts";

const start = "2026-03-02T08:00:00.000Z";
const dave = { id: "dave", name: "Dave" };
const name = { en: "Build", "zh-CN": "创建" };

function runOf(parameters: Record<string, unknown> = {}): Run {
  const orderId = "ord_00000000000000000000000001_1";
  const at = { createdAt: start, updatedAt: start, wakeAt: start };
  return {
    order: {
      orderId,
      version: 1,
      state: "running",
      name,
      ticket: { id: "tkt_1", number: "T-1", title: "t" },
      requester: { id: "alice", name: "Alice" },
      knocks: 1,
      ...at,
    },
    nodes: [
      {
        orderId,
        seq: 1,
        name,
        action: "http.request",
        parameters: HttpRequestParameters.parse({ url: "http://x.test/", ...parameters }),
        state: "pending",
        phase: null,
        attempt: 0,
        retries: 0,
        statusUrl: null,
        polls: 0,
        nextLookAt: null,
        deadlineAt: null,
        startedAt: null,
        finishedAt: null,
        result: null,
        error: null,
        progress: null,
        endedBy: null,
        reason: null,
      },
    ],
  };
}

const later = (seconds: number) => after(start, seconds * secondMs);

describe("a call", () => {
  test("is on record before it happens, with a lease that a crash leaves behind", () => {
    const { run, node } = claim(runOf(), start);
    expect(node).toMatchObject({ state: "running", phase: "calling", attempt: 1 });
    expect(run.order.wakeAt).toBe(later(leaseSeconds));
    expect(() => claim(run, start)).toThrowError(/nothing to dispatch/);
  });

  test("whose end nobody knows is unknown, and a person must look", () => {
    const { run } = claim(runOf(), start);
    const after = recover(run, later(leaseSeconds));
    expect(after?.order.state).toBe("paused");
    expect(after && currentNode(after)?.state).toBe("unknown");
  });

  test("whose end nobody knows is made again when the other side honours its key", () => {
    const { run } = claim(runOf({ idempotent: true }), start);
    const after = recover(run, later(leaseSeconds));
    expect(after && directiveOf(after, later(leaseSeconds))).toEqual({ kind: "dispatch" });
  });

  test("before the lease ends nothing is recovered: its owner may still be at work", () => {
    const { run } = claim(runOf(), start);
    expect(recover(run, later(leaseSeconds - 1))).toBeNull();
  });
});

describe("a long operation", () => {
  test("is asked again at its interval until it ends", () => {
    const { run } = claim(runOf({ mode: "poll", poll: { everySeconds: 7 } }), start);
    const started = settle(
      run,
      { kind: "started", statusUrl: "http://x.test/1", progress: "10 %" },
      start,
    );
    expect(directiveOf(started, start)).toEqual({ kind: "poll", seconds: 7 });
    const silent = settle(started, { kind: "no_answer", error: "reset" }, later(7));
    expect(directiveOf(silent, later(7))).toEqual({ kind: "poll", seconds: 7 });
    const ended = settle(silent, { kind: "succeeded", result: "ok" }, later(14));
    expect(ended.order).toMatchObject({ state: "succeeded", wakeAt: null });
  });

  test("that outlasts its time stops the order as timed out", () => {
    const { run } = claim(runOf({ mode: "poll", timeoutSeconds: 10 }), start);
    const more = settle(run, { kind: "started", statusUrl: "u", progress: null }, later(11));
    expect(currentNode(more)?.state).toBe("timed_out");
    expect(directiveOf(more, later(11))).toEqual({ kind: "done" });
  });
});

describe("a callback", () => {
  test("counts once, also when it comes before the call's own answer", () => {
    const { run } = claim(runOf({ mode: "callback" }), start);
    const done = report(run, 1, { kind: "succeeded", result: "paid" }, later(1));
    expect(done?.order.state).toBe("succeeded");
    expect(done && report(done, 1, { kind: "failed", error: "late" }, later(2))).toBeNull();
  });
});

describe("an operator", () => {
  function failed(): Run {
    const { run } = claim(runOf(), start);
    return settle(run, { kind: "failed", error: "no capacity" }, later(1));
  }

  test("retries a failed node as new work with a key of its own", () => {
    const again = retry(failed(), 1, later(5));
    expect(directiveOf(again, later(5))).toEqual({ kind: "dispatch" });
    expect(currentNode(again)).toMatchObject({ retries: 1, error: null });
  });

  test.each(["skipped", "succeeded"] as const)(
    "ends a failed node as %s, with a reason",
    (state) => {
      const ended = endByHand(
        failed(),
        1,
        { state, endedBy: dave, reason: "built by hand" },
        later(5),
      );
      expect(ended.order.state).toBe("succeeded");
      expect(ended.nodes[0]).toMatchObject({ state, endedBy: dave, reason: "built by hand" });
    },
  );

  test("cannot handle a node that is still running", () => {
    const { run } = claim(runOf(), start);
    expect(() => retry(run, 1, later(5))).toThrowError(/Only a node that failed/);
  });

  test("stops an order for good; an order that ended stays as it is", () => {
    const stopped = cancel(runOf(), dave, "not needed", later(5));
    expect(stopped.order).toMatchObject({ state: "cancelled", wakeAt: null });
    expect(stopped.nodes[0]?.state).toBe("not_run");
    expect(() => cancel(stopped, dave, "again", later(6))).toThrowError(/ended/);
  });
});
