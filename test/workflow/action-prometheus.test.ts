import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { prometheusCheck } from "#functions/action/prometheus-check.ts";
import { prometheusCheck as definition } from "#shared/action/catalogue/prometheus-check.ts";
import { actionOf } from "#shared/action/catalogue/index.ts";
import type { Call } from "#shared/action/driver.ts";
import { after, secondMs } from "#shared/core/clock.ts";
import { callFor, missing } from "#test/support/call.ts";
import { start, type Fault } from "#test/support/peers/web/peer.ts";
import {
  createPrometheus,
  type Prometheus,
  type QueryAnswer,
} from "#test/support/peers/web/prometheus/prometheus.ts";
import { epoch } from "#test/support/records.ts";

let peer: Prometheus & { url: string };
const query = "sum(rate(http_errors[1m])) by (zone)";
const token = "token-of-the-platform";

beforeAll(() => void (process.env["HTTP_ALLOW_PRIVATE"] = "1"));
afterAll(() => delete process.env["HTTP_ALLOW_PRIVATE"]);
beforeEach(async () => {
  peer = await start(createPrometheus({ authorization: `Bearer ${token}` }));
});
afterEach(() => peer.stop());

const check = (parameters: object = {}, given: Partial<Call> = {}) =>
  callFor(
    "prometheus.check",
    { server: "main", query, comparison: "<", threshold: 5, ...parameters },
    {
      settings: { prometheus: { servers: [{ name: "main", url: peer.url, token }] } },
      now: epoch,
      ...given,
    },
  );
const vector = (...values: number[]): QueryAnswer => ({
  vector: values.map((value, index) => ({ metric: { zone: "abc"[index] ?? "" }, value })),
});
const ask = (parameters: object = {}) => prometheusCheck.start(check(parameters));
const failed = (code: string) => ({ kind: "failed", code });

/** The outcomes at these seconds after the beginning, while the query answers one after the other. */
async function watch(
  parameters: object,
  seconds: number[],
  ...answers: [QueryAnswer, ...QueryAnswer[]]
) {
  peer.set(query, ...answers);
  const shown: (string | number | undefined)[] = [];
  let outcome = await ask(parameters);
  for (const second of seconds) {
    if (outcome.kind !== "started") break;
    const call = check(parameters, { now: after(epoch, second * secondMs) });
    outcome = await missing(prometheusCheck.poll)(call, outcome.operation);
    shown.push(outcome.kind === "failed" ? outcome.code : outcome.kind);
  }
  return shown;
}

describe("a check of a value", () => {
  it.each([
    [">", 5, [4, 5, 6], [false, false, true]],
    [">=", 5, [4, 5, 6], [false, true, true]],
    ["<", 5, [4, 5, 6], [true, false, false]],
    ["<=", 5, [4, 5, 6], [true, true, false]],
    ["==", 5, [4, 5, 6], [false, true, false]],
    ["!=", 5, [4, 5, 6], [true, false, true]],
    [">", 5, [Infinity, -Infinity, 1e9], [true, false, true]],
  ])("%s %s of %j is %j", async (comparison, threshold, values, passes) => {
    for (const [index, value] of values.entries()) {
      peer.set(query, { scalar: value });
      const outcome = await ask({ comparison, threshold });
      expect(outcome).toMatchObject(passes[index] ? { kind: "succeeded" } : failed("CHECK_FAILED"));
      const known = Number.isFinite(value) ? value : null;
      expect(outcome).toMatchObject({ output: { value: known, series: 1 } });
    }
  });

  it("of several series: all of them, where the worst decides, or any, where the best does", async () => {
    peer.set(query, vector(1, 9, 7));
    expect(await ask()).toEqual({
      ...failed("CHECK_FAILED"),
      message: '{zone="b"} = 9, {zone="c"} = 7; wanted < 5',
      output: { value: 9, series: 3 },
    });
    expect(await ask({ series: "any" })).toEqual({
      kind: "succeeded",
      text: '{zone="a"} = 1; wanted < 5',
      output: { value: 1, series: 3 },
    });
    peer.set(query, vector(6, 9));
    expect(await ask({ series: "any" })).toMatchObject(failed("CHECK_FAILED"));
    peer.set(query, vector(1, 2));
    expect(await ask()).toMatchObject({ kind: "succeeded" });
  });

  it("that is no number is inconclusive, whatever is compared; a series that fails still fails", async () => {
    for (const comparison of ["<", ">", "==", "!="]) {
      peer.set(query, vector(Number.NaN));
      expect(await ask({ comparison })).toMatchObject({
        ...failed("INCONCLUSIVE"),
        output: { value: null, series: 1 },
      });
    }
    peer.set(query, vector(1, Number.NaN));
    expect(await ask()).toMatchObject(failed("INCONCLUSIVE"));
    expect(await ask({ series: "any" })).toMatchObject({ kind: "succeeded" });
    peer.set(query, vector(9, Number.NaN));
    expect(await ask()).toMatchObject(failed("CHECK_FAILED"));
    expect(await ask({ series: "any" })).toMatchObject(failed("INCONCLUSIVE"));
  });

  it.each([
    [undefined, failed("INCONCLUSIVE")],
    ["failed", failed("CHECK_FAILED")],
    ["passed", { kind: "succeeded" }],
  ])("that finds nothing means what the step says: %s", async (ifEmpty, outcome) => {
    expect(await ask({ ifEmpty })).toMatchObject({
      ...outcome,
      output: { value: null, series: 0 },
    });
  });

  it("passes on what the server says about its answer", async () => {
    peer.set(query, { ...vector(1), warnings: ["one shard is missing"] });
    expect(await ask()).toMatchObject({ kind: "succeeded", log: "one shard is missing\n" });
  });

  it("is the answer at once where there is nothing to wait for, and else asked for again", () => {
    const modeOf = (given: object) => definition.mode({ waitSeconds: 0, holdSeconds: 0, ...given });
    expect([modeOf({}), modeOf({ waitSeconds: 1 }), modeOf({ holdSeconds: 1 })]).toEqual([
      ...["sync", "poll", "poll"],
    ]);
    const most = { waitSeconds: 600, holdSeconds: 300 };
    expect(actionOf("prometheus.check").timeoutSeconds(most)).toBe(1200);
  });
});

describe("a check over time", () => {
  it("may become true within its time", async () => {
    const late = [vector(9), vector(9), vector(1)] as const;
    expect(await watch({ waitSeconds: 60 }, [15, 30], ...late)).toEqual(["started", "succeeded"]);
    expect(await watch({ waitSeconds: 60 }, [15, 45, 60], vector(9))).toEqual([
      ...["started", "started", "CHECK_FAILED"],
    ]);
  });

  it("must hold as long as was said, from when it became true", async () => {
    const given = { waitSeconds: 60, holdSeconds: 30 };
    expect(await watch(given, [15, 30, 44, 45], vector(9), vector(1))).toEqual([
      ...["started", "started", "started", "succeeded"],
    ]);
  });

  it("begins to hold anew after a break while there is time, and fails after it", async () => {
    const given = { waitSeconds: 60, holdSeconds: 30 };
    const broken = [vector(1), vector(1), vector(9), vector(1)] as const;
    expect(await watch(given, [15, 29, 45, 74, 75], ...broken)).toEqual([
      ...["started", "started", "started", "started", "succeeded"],
    ]);
    expect(await watch({ holdSeconds: 30 }, [15, 29], vector(1), vector(1), vector(9))).toEqual([
      ...["started", "CHECK_FAILED"],
    ]);
  });

  it("does not count what nobody can tell as holding", async () => {
    const given = { waitSeconds: 60, holdSeconds: 30 };
    const gap = [vector(1), vector(Number.NaN), vector(1)] as const;
    expect(await watch(given, [20, 30, 40, 59, 60], ...gap)).toEqual([
      ...["started", "started", "started", "started", "succeeded"],
    ]);
    expect(await watch({ waitSeconds: 60 }, [60], { vector: [] })).toEqual(["INCONCLUSIVE"]);
  });

  it("is looked at at its pace, and not later than its end", async () => {
    peer.set(query, vector(1));
    const look = async (parameters: object) => {
      const outcome = await ask(parameters);
      return outcome.kind === "started" ? outcome.lookAfterSeconds : outcome.kind;
    };
    expect(await look({ holdSeconds: 300 })).toBe(15);
    expect(await look({ holdSeconds: 300, everySeconds: 60 })).toBe(60);
    expect(await look({ holdSeconds: 7 })).toBe(7);
  });

  it("takes no answer for an answer nobody can tell anything from, until its time is over", async () => {
    const given = { waitSeconds: 60 };
    for (const fault of [{ status: 503 }, { status: 401 }, { hangUp: "before" }] as const) {
      peer.fault("POST *", fault);
      expect(await ask(given)).toMatchObject({ kind: "started", lookAfterSeconds: 15 });
    }
    peer.fault("POST *", { status: 503 }, { status: 422 });
    expect(await watch(given, [30, 60], vector(9))).toEqual(["started", "CHECK_FAILED"]);
    peer.fault("POST *", { status: 503 }, { status: 503 });
    expect(await watch(given, [60], vector(1))).toEqual(["INCONCLUSIVE"]);
  });

  it("is given up when somebody stops it", async () => {
    expect(await missing(prometheusCheck.cancel)(check(), {})).toEqual({ kind: "cancelled" });
  });
});

describe("what the server refuses", () => {
  it.each<[Fault, object]>([
    [{ status: 401 }, failed("UNAVAILABLE")],
    [{ status: 404 }, failed("UNAVAILABLE")],
    [{ status: 422 }, { ...failed("UNAVAILABLE"), message: expect.stringContaining("samples") }],
    [{ status: 503 }, { ...failed("UNAVAILABLE"), message: expect.stringContaining("timed out") }],
    [{ status: 502 }, failed("UNAVAILABLE")],
    [{ hangUp: "before" }, failed("UNAVAILABLE")],
    [{ status: 200, body: "<html>" }, failed("UNAVAILABLE")],
    [
      { status: 429, retryAfterSeconds: 9 },
      { kind: "throttled", afterSeconds: 9 },
    ],
    [{ lateMs: 20 }, { kind: "succeeded" }],
  ])("%o", async (fault, outcome) => {
    peer.set(query, vector(1));
    peer.fault("POST *", fault);
    expect(await ask()).toMatchObject(outcome);
  });

  it("a query that can't be read, or can't be compared, is the end, however long it may wait", async () => {
    expect(await ask({ query: "sum(", waitSeconds: 60 })).toMatchObject({
      ...failed("BAD_QUERY"),
      message: expect.stringContaining("parse error"),
    });
    peer.set(query, { text: "word" });
    expect(await ask({ waitSeconds: 60 })).toMatchObject(failed("BAD_RESULT"));
    expect(await ask({ server: "other", waitSeconds: 60 })).toMatchObject(failed("UNKNOWN_SERVER"));
  });

  it("nobody there", async () => {
    await peer.stop();
    expect(await ask()).toMatchObject(failed("UNREACHABLE"));
    expect(await ask({ waitSeconds: 60 })).toMatchObject({ kind: "started" });
  });
});

it("a rehearsal says how things stand, whatever it is", async () => {
  peer.set(query, vector(9));
  expect(await missing(prometheusCheck.rehearse)(check())).toEqual({
    kind: "succeeded",
    text: 'Now failed: {zone="a"} = 9; wanted < 5',
  });
});
