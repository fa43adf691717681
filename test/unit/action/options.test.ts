import type * as z from "zod";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Option, OptionProvider } from "#shared/action/driver.ts";
import { expandTargets } from "#shared/action/expand.ts";
import { listActionOptions } from "#shared/action/list-options.ts";
import { useProviders } from "#shared/action/options.ts";
import { AppError } from "#shared/core/error.ts";
import { field, type Annotation, type FieldView } from "#shared/core/fields.ts";
import { testActions } from "#test/support/actions.ts";
import { asPerson, epoch } from "#test/support/records.ts";

vi.mock("#shared/action/catalogue/index.ts", async (original) => {
  const { withTestActions } = await import("#test/support/actions.ts");
  return withTestActions(await original());
});
vi.mock("#shared/setting/load.ts", () => ({ missingSettings: async () => [] }));
vi.mock("#shared/action/settings.ts", () => ({ openSettings: async () => ({}) }));

process.env["TABLE_NAME"] = "none";
const operator = asPerson("usr_dave", ["order:operate"]);
const [scale] = testActions;
if (scale === undefined) throw new Error("no action");

let asked: unknown[] = [];
let service = 0;

/** Every question is another one, so that nothing is known from before. */
function offer(answer: OptionProvider | Option[]): string {
  asked = [];
  useProviders({
    "test.instances": async (question) => {
      asked.push(question);
      return typeof answer === "function" ? answer(question) : answer;
    },
  });
  return `service-${(service += 1)}`;
}

const running: Option = { value: "i-1", label: "Instance one", isRunning: true };
const stopped: Option = { value: "i-2", label: "Instance two", isRunning: false };
const unknown: Option = { value: "i-3", label: "Instance three" };

const list = (given: Record<string, unknown>, search = "") =>
  listActionOptions(operator, {
    code: "test.scale",
    parameter: "instances",
    parameters: given,
    search,
  });
const values = async (given: Record<string, unknown>, search?: string) =>
  (await list(given, search)).items.map(({ value }) => value);
const refused = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AppError)) throw new Error("not refused");
  return [error.code, ...error.issues.map(({ path, code }) => `${path} ${code}`)];
};

afterEach(() => vi.useRealTimers());

describe("the options of a parameter", () => {
  it("are those that its filter means, whatever the source lists", async () => {
    const shop = offer([running, stopped, unknown]);
    expect(await values({ service: shop })).toEqual(["i-1"]);
    expect(asked).toMatchObject([{ parameters: { service: shop } }]);
  });

  it("ask the source for what it depends on, and for nothing else", async () => {
    const shop = offer([running]);
    await list({ service: shop, replicas: 7, zone: "b" });
    expect(asked).toMatchObject([{ parameters: { service: shop } }]);
    expect(Object.keys((asked[0] as { parameters: object }).parameters)).toEqual(["service"]);
    expect(await refused(list({}))).toEqual(["INVALID_INPUT", "parameters.service required"]);
    expect(await refused(list({ service: 7 }))).toEqual([
      "INVALID_INPUT",
      "parameters.service invalid_type",
    ]);
  });

  it("are found by words of label or value, at most 200 of them", async () => {
    const many = Array.from({ length: 300 }, (_, index): Option => {
      return { value: `i-${index}`, label: `Node ${index}`, isRunning: true };
    });
    const shop = offer(many);
    const all = await list({ service: shop });
    expect([all.items.length, all.total]).toEqual([200, 300]);
    expect(await values({ service: shop }, "NODE 299")).toEqual(["i-299"]);
  });

  it("are kept for half a minute", async () => {
    vi.useFakeTimers();
    const shop = offer([running]);
    await list({ service: shop });
    await list({ service: shop });
    expect(asked).toHaveLength(1);
    vi.advanceTimersByTime(31_000);
    await list({ service: shop });
    expect(asked).toHaveLength(2);
  });

  it("are none at all when the source fails: nobody is left to guess, and nothing is kept", async () => {
    let fails = true;
    const shop = offer(async () => {
      if (fails) throw new Error("connect ECONNREFUSED 10.0.0.7");
      return [running];
    });
    expect(await refused(list({ service: shop }))).toEqual(["UPSTREAM_FAILED"]);
    const error: unknown = await list({ service: shop }).catch((thrown: unknown) => thrown);
    expect(String(error)).not.toContain("10.0.0.7");
    fails = false;
    expect(await values({ service: shop })).toEqual(["i-1"]);
    useProviders({});
    expect(await refused(list({ service: "nobody-offers" }))).toEqual(["UPSTREAM_FAILED"]);
  });

  it("are not waited for without end: the call is broken off", async () => {
    const shop = offer(() => new Promise(() => undefined));
    expect(await refused(list({ service: shop }))).toEqual(["UPSTREAM_FAILED"]);
    expect((asked[0] as { signal: AbortSignal }).signal.aborted).toBe(true);
  }, 10_000);

  it("are there for parameters that have a source, for those who fill them in", async () => {
    offer([running]);
    const of = (parameter: string, ctx = operator, code = "test.scale") =>
      refused(listActionOptions(ctx, { code, parameter, parameters: {}, search: "" }));
    expect(await of("replicas")).toEqual(["NOT_FOUND"]);
    expect(await of("no.such")).toEqual(["NOT_FOUND"]);
    expect(await of("instances", operator, "no.such")).toEqual(["NOT_FOUND"]);
    expect(await of("instances", asPerson("usr_erin", ["plan:read"]))).toEqual(["FORBIDDEN"]);
  });
});

describe("what a call works on", () => {
  type Meaning = FieldView["emptyMeans"] | "undeclared";
  const expand = (given: Record<string, unknown>, meaning: Meaning = "all") => {
    const { instances } = scale.parameters.shape as Record<string, z.ZodType>;
    if (instances === undefined) throw new Error("no instances");
    const annotation = { ...(instances.meta()?.["annotation"] as Annotation) };
    if (meaning === "undeclared") delete annotation.emptyMeans;
    else if (meaning !== undefined) annotation.emptyMeans = meaning;
    const parameters = scale.parameters.extend({ instances: field(instances, annotation) });
    return expandTargets({ ...scale, parameters }, given, {}, epoch);
  };
  const codes = async (...given: Parameters<typeof expand>) =>
    (await expand(...given)).faults.map(({ path, code }) => `${path} ${code}`);

  it("is what is named, each once; the source is not asked", async () => {
    const shop = offer([running]);
    const given = { service: shop, instances: ["b", "a", "b"] };
    expect(await expand(given)).toEqual({ targets: ["b", "a"], faults: [] });
    expect(asked).toEqual([]);
  });

  it("is nothing, a fault or everything where nothing is named, as the parameter declares", async () => {
    const shop = offer([running, stopped, unknown, { ...running, value: "i-4" }]);
    for (const given of [{ service: shop }, { service: shop, instances: [] }]) {
      expect(await expand(given, "none")).toEqual({ targets: [], faults: [] });
      expect(await codes(given, "error")).toEqual(["instances no_targets"]);
      expect(await codes(given, "undeclared")).toEqual(["instances no_targets"]);
      expect(await expand(given, "all")).toEqual({ targets: ["i-1", "i-4"], faults: [] });
    }
  });

  it("is never more than the action takes, named or found", async () => {
    const four = ["a", "b", "c", "d"];
    const shop = offer(four.map((value) => ({ ...running, value })));
    expect(await codes({ service: shop, instances: four })).toEqual(["instances too_many_targets"]);
    expect(await codes({ service: shop })).toEqual(["instances too_many_targets"]);
    expect((await expand({ service: shop })).targets).toEqual([]);
  });

  it("stops where the source gives no answer or what it depends on is missing", async () => {
    const shop = offer(async () => Promise.reject(new Error("down")));
    expect(await refused(expand({ service: shop }))).toEqual(["UPSTREAM_FAILED"]);
    expect(await refused(expand({}))).toEqual(["INVALID_INPUT", "parameters.service required"]);
  });
});
