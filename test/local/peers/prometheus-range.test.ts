import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { start } from "#test/support/peers/web/peer.ts";
import {
  createPrometheus,
  type Prometheus,
} from "#test/support/peers/web/prometheus/prometheus.ts";

let peer: Prometheus & { url: string };
beforeEach(async () => {
  peer = await start(createPrometheus());
});
afterEach(() => peer.stop());

async function ask(path: string, given: Record<string, string>): Promise<{ body: unknown }> {
  const response = await fetch(`${peer.url}${path}?${new URLSearchParams(given)}`);
  return { body: await response.json() };
}
const query = (text: string, more: Record<string, string>) =>
  ask("/api/v1/query", { query: text, ...more });
const range = (given: Record<string, string>) => ask("/api/v1/query_range", given);

describe("ranges of the Prometheus peer", () => {
  it("answers ranges: constants at every step, series by the latest value of the last five minutes", async () => {
    const metric = { job: "a" };
    peer.set("one", { scalar: 1 });
    peer.set("load", {
      series: [
        {
          metric,
          values: [
            [0, 1],
            [100, NaN],
            [160, 3],
          ],
        },
      ],
    });
    expect(
      (await range({ query: "one", start: "0", end: "180", step: "1m30s" })).body,
    ).toMatchObject({
      data: {
        resultType: "matrix",
        result: [
          {
            metric: {},
            values: [
              [0, "1"],
              [90, "1"],
              [180, "1"],
            ],
          },
        ],
      },
    });
    expect(
      (await range({ query: "load", start: "0", end: "500", step: "100" })).body,
    ).toMatchObject({
      data: {
        result: [
          {
            metric,
            values: [
              [0, "1"],
              [100, "NaN"],
              [200, "3"],
              [300, "3"],
              [400, "3"],
            ],
          },
        ],
      },
    });
    expect((await query("load", { time: "459" })).body).toMatchObject({
      data: { result: [{ metric, value: [459, "3"] }] },
    });
    expect((await query("load", { time: "460" })).body).toMatchObject({ data: { result: [] } });
  });

  it("refuses ranges that make no sense", async () => {
    const given = { query: "one", start: "0", end: "10", step: "1" };
    const error = async (more: Record<string, string>) => (await range({ ...given, ...more })).body;
    const names = [
      [{ end: "-1" }, 'invalid parameter "end": end timestamp must not be before start time'],
      [{ step: "" }, 'invalid parameter "step": cannot parse "" to a valid duration'],
      [{ step: "0" }, /^invalid parameter "step": zero or negative/],
      [{ start: "" }, 'invalid parameter "start": cannot parse "" to a valid timestamp'],
      [{ end: "11002" }, /^exceeded maximum resolution of 11,000 points per timeseries/],
    ] as const;
    for (const [more, message] of names)
      expect(await error(more)).toMatchObject({
        error: typeof message === "string" ? message : expect.stringMatching(message),
      });
  });
});
