import { describe, expect, it, vi } from "vitest";
import { parsePlan } from "#shared/plan/parse.ts";
import { part, planOf, recoveryOf, sourceOf, step, type Given } from "#test/support/plans.ts";

vi.mock("#shared/action/catalogue/index.ts", async (original) => {
  const { withTestActions } = await import("#test/support/actions.ts");
  return withTestActions(await original());
});

type Context = Parameters<typeof parsePlan>[1];

function told(plan: Given, context?: Context): string[] {
  return parsePlan(sourceOf(plan), context).findings.map(
    ({ level, path, code }) => `${level} ${path} ${code}`,
  );
}

const errors = (plan: Given, context?: Context) =>
  told(plan, context).filter((line) => line.startsWith("error"));
const withSteps = (...steps: Given[]) => planOf({ steps });
const strategy = (executeStrategy: Given, given: Given = {}) =>
  step("a", { executeStrategy, ...given });
const scale = (executeContext: Given, given: Given = {}) =>
  step("scale", { action: "test.scale", executeContext, ...given });
const full = { service: "shop", instances: ["i-1"] };

describe("a plan's source", () => {
  it("without faults says nothing", () => {
    const { document, findings } = parsePlan(sourceOf(planOf()));
    expect(findings).toEqual([]);
    expect(document).toMatchObject({ scene: "EMERGENCY", cooldownSeconds: 0 });
  });

  it("that is no YAML, or does not fit, has no document; every finding says where and what helps", () => {
    const { document, findings } = parsePlan("scene: EMERGENCY\nname: [");
    expect([document, findings[0]?.code.startsWith("yaml_")]).toEqual([null, true]);
    expect(errors(planOf({ owners: [], colour: "red" }))).toEqual([
      "error owners too_small",
      "error colour unknown_field",
    ]);
    const found = parsePlan(
      "scene: EMERGENCY\nowners: [o@demo.test]\nname: { en: x, zh-CN: x }\nsteps:\n  - { id: A, action: wait }",
    );
    expect(found.findings.map(({ line, path, code }) => `${line} ${path} ${code}`)).toEqual([
      "5 steps.0.id invalid_format",
      "5 steps.0.name required",
    ]);
    for (const { message, cure } of found.findings) {
      expect(Object.values({ ...message, cureEn: cure.en, cureZh: cure["zh-CN"] })).not.toContain(
        "",
      );
    }
  });

  it("of another scene than its steps is refused", () => {
    expect(
      errors(recoveryOf([part("TRAFFIC_BACK", [step("a")])], { scene: "EMERGENCY" })),
    ).not.toEqual([]);
  });
});

describe("the plan as a whole", () => {
  it("names every step once, over all parts", () => {
    expect(errors(withSteps(step("a"), step("a")))).toEqual(["error steps.1.id duplicate"]);
    const parts = [part("DISASTER_SWITCH", [step("a")]), part("TRAFFIC_BACK", [step("a")])];
    expect(errors(recoveryOf(parts))).toEqual(["error plans.1.steps.0.id duplicate"]);
  });

  it("of a disaster recovery has each part once, in the fixed order", () => {
    const types = (...names: string[]) =>
      errors(recoveryOf(names.map((type, index) => part(type, [step(`s${index}`)]))));
    expect(types("DISASTER_SWITCH", "DISASTER_RECOVERY", "TRAFFIC_BACK")).toEqual([]);
    expect(types("DISASTER_SWITCH", "TRAFFIC_BACK")).toEqual([]);
    expect(types("TRAFFIC_BACK", "DISASTER_SWITCH")).toEqual(["error plans.1.type part_order"]);
    expect(types("TRAFFIC_BACK", "TRAFFIC_BACK")).toEqual(["error plans.1.type part_twice"]);
    expect(types("MAIN")).toEqual(["error plans.0.type invalid_value"]);
    expect(types()).toEqual(["error plans too_small"]);
  });

  it("without a way back is warned about", () => {
    expect(told(recoveryOf([part("DISASTER_SWITCH", [step("a")])]))).toEqual([
      "warning plans no_way_back",
    ]);
  });

  it("has at most 500 steps in all", () => {
    const steps = (from: number, count: number) =>
      Array.from({ length: count }, (_, index) => step(`s${from + index}`));
    expect(errors(withSteps(...steps(0, 500)))).toEqual([]);
    const parts = [part("DISASTER_SWITCH", steps(0, 300)), part("TRAFFIC_BACK", steps(300, 201))];
    expect(errors(recoveryOf(parts))).toEqual(["error  too_many_steps"]);
  });

  it("shares parameters that some step has, with values that all of them take", () => {
    const shared = (values: Given, ...steps: Given[]) =>
      told(planOf({ shared: values, steps: [step("a"), ...steps] }));
    expect(shared({ seconds: 60 })).toEqual(["warning steps.0.executeContext.seconds shared_wins"]);
    expect(shared({ second: 60 })).toEqual(["error shared.second shared_unknown"]);
    expect(shared({ seconds: "long" })).toContain("error shared.seconds invalid_type");
    expect(shared({ seconds: { output: "a.x" } })).toContain("error shared.seconds shared_binding");
    expect(
      shared({ token: "hunter2" }, step("b", { action: "test.sign-in", executeContext: {} })),
    ).toContain("error shared.token secret_in_plain");
  });
});

describe("an action of a step", () => {
  it("exists, is offered, is for the scene, and has what it needs", () => {
    const one = (action: string, context?: Context, scene = "EMERGENCY") =>
      told(planOf({ scene, steps: [step("a", { action, executeContext: {} })] }), context).filter(
        (line) => line.includes(".action"),
      );
    const nothing = { missing: new Set<never>(), published: new Set<string>() };
    expect(one("no.such")).toEqual(["error steps.0.action unknown_action"]);
    expect(one("test.old")).toEqual(["error steps.0.action action_deprecated"]);
    expect(one("test.old", { ...nothing, published: new Set(["test.old"]) })).toEqual([
      "warning steps.0.action action_deprecated",
    ]);
    expect(one("test.old", undefined, "SELF_RECOVERY")).toContain(
      "error steps.0.action wrong_scene",
    );
    expect(one("test.scale", { ...nothing, missing: new Set(["prometheus"]) })).toEqual([
      "error steps.0.action action_hidden",
    ]);
    expect(one("test.scale")).toEqual([]);
  });
});

describe("values of a step", () => {
  it("that are wrong or unknown are refused, missing ones are told", () => {
    expect(told(withSteps(step("a", { executeContext: { seconds: 0 } })))).toEqual([
      "error steps.0.executeContext.seconds too_small",
    ]);
    expect(told(withSteps(step("a", { executeContext: { seconds: 5, minutes: 1 } })))).toEqual([
      "error steps.0.executeContext.minutes unknown_field",
    ]);
    expect(told(withSteps(step("a", { executeContext: {} })))).toEqual([
      "warning steps.0.executeContext.seconds asked",
    ]);
  });

  it("that nobody can be asked for are told by another name, unless the alert gives them", () => {
    const self = (given: Given) =>
      told(planOf({ scene: "SELF_RECOVERY", steps: [scale({ instances: ["i"] })], ...given }));
    const trigger = { labels: { job: "shop" } };
    expect(self({ trigger })).toEqual(["warning steps.0.executeContext.service asked_unattended"]);
    const parameters = { "scale.service": "job" };
    expect(self({ trigger: { ...trigger, parameters } })).toEqual([]);
  });

  it("that are empty and mean everything are warned about", () => {
    const warned = "warning steps.0.executeContext.instances empty_means_all";
    expect(told(withSteps(scale({ service: "shop" })))).toEqual([warned]);
    expect(told(withSteps(scale({ service: "shop", instances: [] })))).toEqual([warned]);
    expect(told(withSteps(scale(full)))).toEqual([]);
  });
});

describe("a secret", () => {
  const signIn = (executeContext: Given) =>
    errors(withSteps(step("a", { action: "test.sign-in", executeContext })));
  const base = "error steps.0.executeContext";

  it("is a reference where the action takes one", () => {
    expect(signIn({ token: { secret: "gateway" } })).toEqual([]);
    expect(
      signIn({ token: { secret: "gateway", version: 3 }, servers: [{ key: { secret: "k" } }] }),
    ).toEqual([]);
    expect(signIn({ token: "hunter2" })).toEqual([`${base}.token secret_in_plain`]);
    expect(signIn({ token: { secret: "g" }, servers: [{ key: "hunter2" }] })).toEqual([
      `${base}.servers.0.key secret_in_plain`,
    ]);
    expect(signIn({ token: { output: "b.c" } })).toEqual([`${base}.token secret_in_plain`]);
  });

  it("stands nowhere else, however deep", () => {
    const token = { secret: "gateway" };
    expect(signIn({ token, note: token })).toEqual([`${base}.note secret_not_allowed`]);
    expect(signIn({ token, body: { headers: [{ authorization: token }] } })).toEqual([
      `${base}.body.headers.0.authorization secret_not_allowed`,
    ]);
  });
});

describe("a binding", () => {
  const bound = (output: string, given: Given = {}) =>
    told(
      withSteps(
        scale(full, given),
        step("next", { executeContext: { seconds: { output } } }),
        scale(full, { id: "later" }),
      ),
    );
  const at = "steps.1.executeContext.seconds";

  it("names an output of an earlier step that fits", () => {
    expect(bound("scale.count")).toEqual([]);
    expect(bound("later.count")).toEqual([`error ${at} binding_later`]);
    expect(bound("next.count")).toEqual([`error ${at} binding_later`]);
    expect(bound("nobody.count")).toEqual([`error ${at} binding_unknown_step`]);
    expect(bound("scale.weight")).toEqual([`error ${at} binding_unknown_output`]);
    expect(bound("scale.note")).toEqual([`error ${at} binding_kind`]);
  });

  it("to a step that may be left out is warned about", () => {
    expect(bound("scale.count", { executeStrategy: { isCritical: false } })).toEqual([
      `warning ${at} binding_uncertain`,
    ]);
  });

  it("reaches into earlier parts of the same plan", () => {
    const next = step("next", { executeContext: { seconds: { output: "scale.count" } } });
    const parts = [part("DISASTER_SWITCH", [scale(full)]), part("TRAFFIC_BACK", [next])];
    expect(errors(recoveryOf(parts))).toEqual([]);
    expect(errors(recoveryOf(parts.toReversed()))).toContain(
      "error plans.0.steps.0.executeContext.seconds binding_later",
    );
  });
});

describe("how a step is carried out", () => {
  const at = "error steps.0.executeStrategy";

  it("goes on only without what is not critical", () => {
    expect(errors(withSteps(strategy({ onFailure: "continue" })))).toEqual([
      `${at}.onFailure continue_critical`,
    ]);
    expect(errors(withSteps(strategy({ onFailure: "continue", isCritical: false })))).toEqual([]);
  });

  it("begins unconfirmed only at low risk", () => {
    const proceed = { preConfirm: true, confirmTimeoutSeconds: 60, ifUnconfirmed: "proceed" };
    expect(errors(withSteps(strategy(proceed)))).toEqual([]);
    const drop = { action: "test.drop", executeContext: {} };
    expect(errors(withSteps(strategy(proceed, drop)))).toEqual([
      `${at}.ifUnconfirmed proceed_risky`,
    ]);
  });

  it.each([
    ["concurrency", 2],
    ["batchSize", "50%"],
    ["batchPauseSeconds", 5],
    ["confirmBatches", true],
    ["maxErrors", 1],
  ])("spreads over targets where there are some: %s", (key, value) => {
    expect(errors(withSteps(strategy({ [key]: value })))).toEqual([`${at}.${key} no_targets`]);
    expect(errors(withSteps(scale(full, { executeStrategy: { [key]: value } })))).toEqual([]);
  });

  it("is left out of a forced run in a disaster recovery only", () => {
    expect(errors(withSteps(strategy({ gracefulOnly: true })))).toEqual([
      `${at}.gracefulOnly graceful_only_recovery`,
    ]);
    const graceful = part("TRAFFIC_BACK", [strategy({ gracefulOnly: true })]);
    expect(errors(recoveryOf([graceful]))).toEqual([]);
  });

  it("asks nobody in a plan that runs by itself", () => {
    const self = (executeStrategy: Given) =>
      errors(planOf({ scene: "SELF_RECOVERY", steps: [scale(full, { executeStrategy })] }));
    expect(self({ preConfirm: true })).toEqual([`${at}.preConfirm self_recovery_confirms`]);
    expect(self({ confirmBatches: true })).toEqual([`${at}.confirmBatches self_recovery_confirms`]);
    expect(errors(withSteps(strategy({ preConfirm: true })))).toEqual([]);
  });
});

describe("a trigger", () => {
  const triggered = (trigger: Given) =>
    told(planOf({ steps: [scale(full), step("pause")], trigger }));
  const labels = { alertname: "Down" };

  it("gives values to parameters that are there and open to it", () => {
    const mapped = (key: string) => triggered({ labels, parameters: { [key]: "instance" } });
    expect(mapped("scale.instances")).toEqual([]);
    expect(mapped("nobody.instances")).toEqual([
      "error trigger.parameters.nobody.instances trigger_unknown_step",
    ]);
    expect(mapped("pause.minutes")).toEqual([
      "error trigger.parameters.pause.minutes trigger_unknown_parameter",
    ]);
    expect(mapped("scale.zone")).toEqual(["error trigger.parameters.scale.zone trigger_fixed"]);
  });

  it("that takes every alert is warned about, so is a self-recovery without one", () => {
    expect(triggered({})).toEqual(["warning trigger.labels trigger_takes_all"]);
    expect(told(planOf({ scene: "SELF_RECOVERY" }))).toEqual(["warning trigger no_trigger"]);
  });
});
