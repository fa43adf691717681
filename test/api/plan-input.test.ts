import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OperationName } from "#shared/contract/index.ts";
import { ulid } from "#test/support/ids.ts";
import { PlanDesk } from "#test/support/plan-desk.ts";
import { planOf, sourceOf, step } from "#test/support/plans.ts";
import { ownTable } from "#test/support/own-table.ts";

let engine: { stop: () => Promise<void> };
let desk: PlanDesk;
let id: string;

beforeAll(async () => {
  engine = await ownTable();
  desk = new PlanDesk();
  await desk.open();
  ({ id } = await desk.publish());
});
afterAll(() => engine.stop());

type Call = { params?: object; query?: object; body?: unknown };

async function said(name: OperationName, call: Call): Promise<string> {
  const { status, problem } = await desk.api.loose(name, call as never, desk.operator);
  const [issue] = problem?.issues ?? [];
  return `${status} ${problem?.code ?? ""} ${issue === undefined ? "" : `${issue.path} ${issue.code}`}`.trim();
}
const create = (source: unknown) => said("createPlan", { body: { source } });

describe("a request that no honest client sends is refused by path and code", () => {
  const reason = "x";
  it.each<[OperationName, Call, string]>([
    ["createPlan", { body: { source: "a", from: `pln_${ulid}` } }, "400 INVALID_INPUT"],
    ["createPlan", { body: {} }, "400 INVALID_INPUT"],
    ["createPlan", { body: { from: "pln_x" } }, "400 INVALID_INPUT"],
    ["savePlan", { body: { source: "a" } }, "400 INVALID_INPUT version required"],
    ["savePlan", { body: { source: "a", version: 0 } }, "400 INVALID_INPUT version too_small"],
    ["savePlan", { body: { source: "", version: 1 } }, "400 INVALID_INPUT source too_small"],
    ["savePlan", { body: { source: 7, version: "1" } }, "400 INVALID_INPUT source invalid_type"],
    ["publishPlan", { body: { reason: "  " } }, "400 INVALID_INPUT reason too_small"],
    ["publishPlan", { body: { reason: "x".repeat(2001) } }, "400 INVALID_INPUT reason too_big"],
    ["publishPlan", { body: { reason, force: true } }, "400 INVALID_INPUT force unknown_field"],
    ["disablePlan", { body: {} }, "400 INVALID_INPUT reason required"],
    ["enablePlan", { body: { reason } }, "400 INVALID_INPUT reason unknown_field"],
    ["getPlan", { query: { version: "0" } }, "400 INVALID_INPUT"],
    ["getPlan", { query: { version: "newest" } }, "400 INVALID_INPUT"],
    ["getPlan", { query: { version: "9" } }, "404 NOT_FOUND"],
    ["comparePlanVersions", { query: { from: "draft" } }, "400 INVALID_INPUT from invalid_type"],
    ["comparePlanVersions", { query: { from: 1, to: 7 } }, "404 NOT_FOUND"],
    ["getPlanSource", { query: { version: 7 } }, "404 NOT_FOUND"],
    ["listPlans", { query: { scene: "OTHER" } }, "400 INVALID_INPUT scene invalid_value"],
    ["listPlans", { query: { state: "gone" } }, "400 INVALID_INPUT state invalid_value"],
    ["listPlans", { query: { mine: "perhaps" } }, "400 INVALID_INPUT mine invalid_value"],
    ["listPlans", { query: { q: "x".repeat(121) } }, "400 INVALID_INPUT q too_big"],
    [
      "setPlanAutonomy",
      { body: { level: "all", reason } },
      "400 INVALID_INPUT level invalid_value",
    ],
    [
      "renewTriggerToken",
      { body: { generation: 1 } },
      "400 INVALID_INPUT generation unknown_field",
    ],
    ["getAction", { params: { code: "NO.SUCH" } }, "400 INVALID_INPUT code invalid_format"],
    ["getAction", { params: { code: "x".repeat(81) } }, "400 INVALID_INPUT code too_big"],
    [
      "listActionOptions",
      { params: { code: "wait" }, body: { parameter: "a..b" } },
      "400 INVALID_INPUT parameter invalid_format",
    ],
    [
      "listActionOptions",
      { params: { code: "wait" }, body: { parameter: "seconds", parameters: [] } },
      "400 INVALID_INPUT parameters invalid_type",
    ],
  ])("%s %j", async (name, call, expected) => {
    expect(await said(name, { params: { id }, ...call })).toMatch(
      new RegExp(`^${expected.replaceAll(".", "\\.")}( |$)`),
    );
  });
});

describe("a source", () => {
  it("that is too large, too deep or a bomb is refused before it does harm", async () => {
    expect(await create("x".repeat(200_001))).toBe("400 INVALID_INPUT source too_big");
    // 192 KB are counted in bytes: a character of Chinese has three.
    expect(await create(`# ${"很".repeat(70_000)}`)).toMatch(/^422 PLAN_INVALID +too_big$/);
    const deep = `${"{a: ".repeat(100)}1${"}".repeat(100)}`;
    expect(await create(deep)).toMatch(/^422 PLAN_INVALID +too_deep$/);
    const bomb = Array.from({ length: 9 }, (_, at) =>
      at === 0
        ? "a0: &a0 [x, x, x, x, x, x, x, x, x]"
        : `a${at}: &a${at} [${`*a${at - 1}, `.repeat(9)}]`,
    );
    expect(await create(bomb.join("\n"))).toMatch(/^422 PLAN_INVALID +(yaml_alias|too_big)$/);
  });

  it("that names the prototype of things pollutes nothing", async () => {
    const source = sourceOf(planOf({ owners: [desk.owner.email] }));
    const odd = source.replace(
      '"executeContext": {',
      '"executeContext": {"__proto__": {"polluted": 1},',
    );
    expect(odd).not.toBe(source);
    expect(await create(odd)).toMatch(/^(201|422 PLAN_INVALID)/);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
    const trigger = { labels: { a: "b" }, parameters: { "constructor.name": "x" } };
    const { body } = await desk.api.call(
      "checkPlan",
      { params: { id }, body: { source: desk.source({ trigger }) } },
      desk.operator,
    );
    expect(body.findings.map(({ code }) => code)).toEqual(["trigger_unknown_step"]);
    const steps = [step("a", { executeContext: { constructor: 1, toString: "x", seconds: 5 } })];
    const found = await desk.api.call(
      "checkPlan",
      { params: { id }, body: { source: desk.source({ steps }) } },
      desk.operator,
    );
    expect(found.body.findings.map(({ code }) => code)).toEqual(["unknown_field", "unknown_field"]);
  });
});

describe("a retry key", () => {
  it("makes one plan, one version and one token of what is sent twice", async () => {
    const headers = { "idempotency-key": "plan-once" };
    const body = { source: desk.source({ name: { en: "Once", "zh-CN": "一次" } }) };
    const make = () => desk.api.call("createPlan", { body, headers }, desk.operator);
    const [first, second] = [await make(), await make()];
    expect(second.body.id).toBe(first.body.id);
    const params = { id: first.body.id };
    const publish = () =>
      desk.api.call(
        "publishPlan",
        { params, body: { reason: "x" }, headers: { "idempotency-key": "publish-once" } },
        desk.operator,
      );
    expect([(await publish()).body.published, (await publish()).body.published]).toEqual([1, 1]);
    const renew = () =>
      desk.api.call(
        "renewTriggerToken",
        { params, headers: { "idempotency-key": "token-once" } },
        desk.operator,
      );
    expect((await renew()).body).toEqual((await renew()).body);
  });
});
