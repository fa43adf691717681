import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addPerson } from "#test/support/factory.ts";
import { PlanDesk } from "#test/support/plan-desk.ts";
import { part, planOf, recoveryOf, sourceOf, step } from "#test/support/plans.ts";
import { ownTable } from "#test/support/own-table.ts";

let engine: { stop: () => Promise<void> };
let desk: PlanDesk;

beforeAll(async () => {
  engine = await ownTable();
  desk = new PlanDesk();
  await desk.open();
});
afterAll(() => engine.stop());

const issuesOf = (problem: { issues: { path: string; code: string }[] } | undefined) =>
  problem?.issues.map(({ path, code }) => `${path} ${code}`);

describe("a plan in rows", () => {
  it("of an emergency is one MAIN whose steps are actions, with the time-outs that hold", async () => {
    const request = { url: "https://example.com/", timeoutSeconds: 90 };
    const http = (id: string, executeContext: object, executeStrategy = {}) =>
      step(id, { action: "http.request", executeContext, executeStrategy });
    const { plans, shown } = await desk.create({
      steps: [
        step("pause"),
        http("call", request),
        http("short", request, { timeoutSeconds: 5 }),
        http("bare", {}),
        step("asked", { executeContext: {} }),
      ],
    });
    expect(shown).toBe("draft");
    expect(plans).toHaveLength(1);
    expect(plans[0]).toMatchObject({ type: "MAIN", isAtomic: true, layer: 0, groupId: null });
    const rows = plans[0]?.steps.map((row) => [
      row.executeOrder,
      row.type,
      row.action?.code,
      row.risk,
      `${row.timeoutSeconds} ${row.timeoutFrom}`,
      row.asked.join(),
    ]);
    const action = "ATOMIC_ACTION";
    expect(rows).toEqual([
      [1, action, "wait", "low", "3630 action", ""],
      [2, action, "http.request", "medium", "90 action", ""],
      [3, action, "http.request", "medium", "5 step", ""],
      [4, action, "http.request", "medium", "600 action", "url"],
      [5, action, "wait", "low", "null null", "seconds"],
    ]);
  });

  it("of a disaster recovery is a MAIN of confirmed parts, and each part with steps from 1", async () => {
    const source = sourceOf(
      recoveryOf(
        [
          part("DISASTER_SWITCH", [step("a"), step("b")], { timeoutSeconds: 600 }),
          part("TRAFFIC_BACK", [step("c")], { mode: "forced" }),
        ],
        { owners: [desk.owner.email] },
      ),
    );
    const { id, plans } = await desk.create(source);
    expect(
      plans.map(({ type, isAtomic, layer, groupId, mode, steps }) => [
        `${type} ${isAtomic} ${layer} ${groupId === id} ${mode}`,
        ...steps.map((row) => `${row.executeOrder} ${row.id} ${row.executeStrategy.preConfirm}`),
      ]),
    ).toEqual([
      ["MAIN false 0 true null", "1 DISASTER_SWITCH true", "2 TRAFFIC_BACK true"],
      ["DISASTER_SWITCH true 1 true graceful", "1 a false", "2 b false"],
      ["TRAFFIC_BACK true 1 true forced", "1 c false"],
    ]);
    expect(plans[0]?.steps[0]).toMatchObject({
      type: "PRE_PLAN_TEMPLATE",
      name: { en: "Disaster switch", "zh-CN": "容灾切换" },
      executeContext: {},
      timeoutSeconds: 600,
    });
  });
});

describe("a new plan", () => {
  it("is a draft that only those who write plans find", async () => {
    const { id, state, published, owners } = await desk.create();
    expect([state, published]).toEqual(["draft", 0]);
    expect(owners).toEqual([{ email: desk.owner.email, name: "Olga Owner", isActive: true }]);
    const { api, manager } = desk;
    expect((await api.call("getPlan", { params: { id }, query: {} }, manager)).status).toBe(404);
  });

  it("that does not fit the schema is refused with line and cure", async () => {
    const source = `scene: EMERGENCY\nname: { en: x, zh-CN: x }\nowners: []\nsteps: []\n`;
    const { api, operator } = desk;
    const { status, problem } = await api.call("createPlan", { body: { source } }, operator);
    expect([status, problem?.code]).toEqual([422, "PLAN_INVALID"]);
    expect(issuesOf(problem)).toEqual(["owners too_small", "steps too_small"]);
    expect(problem?.issues[0]?.message).toMatch(/^Line 3: /);
  });

  it("is a copy of another one, comments kept; only its names say so", async () => {
    const source = `# kept\n${desk.source()}\n`;
    const { id } = await desk.create(source);
    const { api, operator } = desk;
    const { body } = await api.call("createPlan", { body: { from: id } }, operator);
    expect(body.name).toEqual({ en: "Restart the gateway (copy)", "zh-CN": "重启网关（副本）" });
    expect(body.source?.startsWith("# kept\n")).toBe(true);
    expect(body.id).not.toBe(id);
    const nobody = { from: "pln_01ARZ3NDEKTSV4RRFFQ69G5FAV" };
    expect((await api.call("createPlan", { body: nobody }, operator)).status).toBe(404);
  });
});

describe("a draft", () => {
  it("comes back byte for byte, whatever is in it and however long it is", async () => {
    const steps = Array.from({ length: 500 }, (_, index) =>
      step(`s${index}`, {
        name: { en: `Step ${index}`, "zh-CN": `第${index}步 🚦${"很".repeat(20)}` },
      }),
    );
    const long = sourceOf(planOf({ owners: [desk.owner.email], steps })).replaceAll("\n", "\r\n");
    const odd = `# 预案 🚨 \r\n\t\r\n${long}\n\n# end`;
    expect(Buffer.byteLength(odd)).toBeGreaterThan(100_000);
    const { id, version } = await desk.create(odd);
    const { api, operator } = desk;
    const of = async (which: "draft" | number) =>
      (await api.call("getPlanSource", { params: { id }, query: { version: which } }, operator))
        .body.source;
    expect(await of("draft")).toBe(odd);
    await desk.again(id);
    expect(await of(1)).toBe(odd);
    // Shorter again: nothing of the long one is left over.
    const { version: now } = await desk.look(id);
    expect(now).toBeGreaterThan(version);
    const short = desk.source();
    expect((await desk.save(id, short, now)).status).toBe(200);
    expect(await of("draft")).toBe(short);
    expect(await of(1)).toBe(odd);
  });

  it("that somebody else has saved since is shown to whoever comes late", async () => {
    const { id, version } = await desk.create();
    const [mine, theirs] = [
      desk.source({ symptoms: ["mine"] }),
      desk.source({ symptoms: ["theirs"] }),
    ];
    expect((await desk.save(id, theirs, version)).status).toBe(200);
    const { status, problem } = await desk.save(id, mine, version);
    expect([status, problem?.code]).toEqual([409, "CONFLICT"]);
    const current = problem?.current as { version: number; source: string; savedBy: object };
    expect(current).toMatchObject({ source: theirs, savedBy: { name: "Dave" } });
    expect((await desk.save(id, mine, current.version)).status).toBe(200);
    expect((await desk.save(id, mine, 999)).problem?.code).toBeUndefined();
    expect((await desk.save(id, theirs, 999)).problem?.code).toBe("CONFLICT");
  });

  it("is nobody's conflict when only the rest of the plan has changed", async () => {
    const { id, version } = await desk.publish();
    const { api, operator } = desk;
    const call = { params: { id }, body: { reason: "broken network" } };
    await api.call("disablePlan", call, operator);
    const source = desk.source({ symptoms: ["new"] });
    expect((await desk.save(id, source, version)).status).toBe(200);
  });

  it("is checked as it is written, or as it was saved", async () => {
    const { id } = await desk.create({ owners: ["nobody@demo.test"] });
    const { api, operator } = desk;
    const check = async (body: { source?: string }) =>
      (await api.call("checkPlan", { params: { id }, body }, operator)).body.findings;
    expect(await check({})).toMatchObject([
      {
        path: "owners.0",
        code: "unknown_person",
        level: "error",
        message: { "zh-CN": "没有邮箱为 nobody@demo.test 的人员。" },
        line: 8,
      },
    ]);
    expect(await check({ source: desk.source() })).toEqual([]);
    expect((await desk.look(id, "draft")).owners).toMatchObject([{ isActive: false, name: null }]);
  });
});

describe("people and services that a plan names", () => {
  it("are there and active, wherever they are named", async () => {
    const { api, operator, owner } = desk;
    const { id } = await desk.create();
    const gone = "gone@demo.test";
    const source = sourceOf(
      recoveryOf(
        [
          part("TRAFFIC_BACK", [step("a", { executeStrategy: { confirmBy: [gone] } })], {
            confirmBy: [owner.email, gone],
          }),
        ],
        {
          owners: [owner.email],
          breakGlass: [gone],
          approval: { count: 2, from: [gone] },
          service: "no-such",
        },
      ),
    );
    const { body } = await api.call("checkPlan", { params: { id }, body: { source } }, operator);
    expect(body.findings.map(({ path, code }) => `${path} ${code}`)).toEqual([
      "breakGlass.0 unknown_person",
      "approval.from.0 unknown_person",
      "plans.0.confirmBy.1 unknown_person",
      "plans.0.steps.0.executeStrategy.confirmBy.0 unknown_person",
      "approval.count approval_impossible",
      "service unknown_service",
    ]);
  });

  it("that have left since stand against the next version", async () => {
    const leaver = await addPerson({ name: "Leaver", state: "deactivated" });
    const { id } = await desk.create({ owners: [leaver.email] });
    const call = { params: { id }, body: { reason: "x" } };
    const { problem } = await desk.api.call("publishPlan", call, desk.operator);
    expect(issuesOf(problem)).toEqual(["owners.0 left"]);
  });
});
