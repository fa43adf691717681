import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { start } from "#test/support/peers/web/peer.ts";
import {
  createPrometheus,
  type Prometheus,
} from "#test/support/peers/web/prometheus/prometheus.ts";

let peer: Prometheus & { url: string };
beforeEach(async () => {
  peer = await start(createPrometheus({ now: () => 1_435_781_451_781 }));
});
afterEach(() => peer.stop());

async function ask(path: string, given: Record<string, string> = {}, init: RequestInit = {}) {
  const response = await fetch(`${peer.url}${path}?${new URLSearchParams(given)}`, init);
  return { status: response.status, body: (await response.json()) as unknown };
}
const query = (text: string, more: Record<string, string> = {}) =>
  ask("/api/v1/query", { query: text, ...more });
const badData = (error: string) => ({
  status: 400,
  body: { status: "error", errorType: "bad_data", error },
});

describe("the Prometheus peer", () => {
  it("answers a query with the vector it was given, numbers as text, NaN and infinity too", async () => {
    const metric = { __name__: "up", job: "node" };
    const values = [1, 0.25, NaN, Infinity, -Infinity, -0, 1e-7, 123456789.125];
    peer.set("up == 1", { vector: values.map((value) => ({ metric, value })) });
    const { status, body } = await query("up == 1", { time: "2015-07-01T20:10:51.781Z" });
    const texts = ["1", "0.25", "NaN", "+Inf", "-Inf", "-0", "1e-07", "123456789.125"];
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        status: "success",
        data: {
          resultType: "vector",
          result: texts.map((text) => ({ metric, value: [1435781451.781, text] })),
        },
      },
    });
  });

  it("knows scalars and strings; what was never set is an empty vector", async () => {
    peer.set("1 + 1", { scalar: 2 });
    peer.set('"on"', { text: "on" });
    const data = async (text: string) => (await query(text)).body;
    expect(await data("1 + 1")).toMatchObject({
      data: { resultType: "scalar", result: [1435781451.781, "2"] },
    });
    expect(await data('"on"')).toMatchObject({
      data: { resultType: "string", result: [1435781451.781, "on"] },
    });
    expect(await data("nobody_knows")).toEqual({
      ...{ status: "success", data: { resultType: "vector", result: [] } },
    });
  });

  it("gives one answer a call and then stays with the last", async () => {
    peer.set(
      "errors",
      { scalar: 9 },
      { error: "timeout", message: "query timed out" },
      { scalar: 0 },
    );
    const statuses = [];
    for (let n = 0; n < 4; n++) statuses.push((await query("errors")).status);
    expect(statuses).toEqual([200, 503, 200, 200]);
    expect((await query("errors")).body).toMatchObject({
      data: { result: [expect.anything(), "0"] },
    });
  });

  it("names its errors: bad_data 400, execution 422, timeout 503; warnings come with the data", async () => {
    const message = "many-to-many matching not allowed: matching labels must be unique on one side";
    peer.set("a + b", { error: "execution", message });
    expect(await query("a + b")).toEqual({
      status: 422,
      body: { status: "error", errorType: "execution", error: message },
    });
    peer.set("part", { vector: [{ value: 1 }, { value: 2 }], warnings: ["remote read failed"] });
    expect((await query("part", { limit: "1" })).body).toEqual({
      status: "success",
      data: { resultType: "vector", result: [{ metric: {}, value: [1435781451.781, "1"] }] },
      warnings: ["remote read failed", "results truncated due to limit"],
    });
    peer.fault("GET /api/v1/query", { status: 503 });
    expect((await query("part")).body).toMatchObject({ errorType: "timeout" });
  });

  it("says which parameter it can't read", async () => {
    const parse = (why: string) => badData(`invalid parameter "query": ${why}`);
    expect(await query("")).toEqual(parse("1:1: parse error: no expression found in input"));
    expect(await query("up{")).toEqual(
      parse("1:4: parse error: unexpected end of input inside braces"),
    );
    expect(await query("sum(up")).toEqual(parse("1:7: parse error: unclosed left parenthesis"));
    expect(await query("up)")).toEqual(parse("1:4: parse error: unexpected right parenthesis ')'"));
    expect((await query('up{job="(["}')).status).toBe(200);
    const time = `invalid parameter "time": Invalid time value for 'time': cannot parse "abc" to a valid timestamp`;
    expect(await query("up", { time: "abc" })).toEqual(badData(time));
    const timeout = 'invalid parameter "timeout": cannot parse "1ns" to a valid duration';
    expect(await query("up", { timeout: "1ns" })).toEqual(badData(timeout));
  });

  it("takes a form by POST, which goes before the query of the address", async () => {
    peer.set("2", { scalar: 2 });
    const body = new URLSearchParams({ query: "2" });
    const told = await ask("/api/v1/query", { query: "1", time: "5" }, { method: "POST", body });
    expect(told.body).toMatchObject({ data: { resultType: "scalar", result: [5, "2"] } });
  });

  it("lists alerts, and tells whether it is healthy and ready, and who may not ask", async () => {
    const labels = { alertname: "HighLoad", severity: "page" };
    const activeAt = new Date("2026-01-01T00:00:00Z");
    peer.setAlerts([{ labels, activeAt, value: 12.5 }]);
    expect((await ask("/api/v1/alerts")).body).toEqual({
      status: "success",
      data: {
        alerts: [
          {
            ...{ labels, annotations: {}, state: "firing" },
            ...{ activeAt: "2026-01-01T00:00:00.000Z", value: "1.25e+01" },
          },
        ],
      },
    });
    const look = async (path: string, init?: RequestInit) => {
      const response = await fetch(peer.url + path, init);
      return `${response.status} ${await response.text()}`;
    };
    peer.setReady(false);
    expect(await look("/-/healthy")).toBe("200 Prometheus Server is Healthy.\n");
    expect(await look("/-/ready")).toBe("503 Service Unavailable");
    expect(await look("/api/v1/query?query=1")).toBe("503 Service Unavailable");
    peer.setReady(true);
    expect(await look("/-/ready")).toBe("200 Prometheus Server is Ready.\n");
    expect(await look("/api/v1/query", { method: "PUT" })).toBe("405 Method Not Allowed\n");
    expect(await look("/api/v1/nope")).toBe("404 404 page not found\n");
    const guarded = createPrometheus({ authorization: "Bearer t" });
    const asked = (headers: HeadersInit) =>
      guarded.fetch(new Request("http://peer/-/healthy", { headers }));
    expect((await asked({})).status).toBe(401);
    expect((await asked({ authorization: "Bearer t" })).status).toBe(200);
  });
});
