import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fieldViews } from "#shared/core/fields.ts";
import { changesBetween } from "#shared/setting/changes.ts";
import { settingGroups } from "#shared/setting/groups.ts";
import { changeWords, namedPath, viewAtPlace } from "#shared/setting/place-words.ts";
import { replaceSecretRefs, secretRefsIn } from "#shared/setting/refs.ts";
import { isSet, readStored } from "#shared/setting/stored.ts";

/** A difference in one line. */
function told(before: object, after: object): string[] {
  return changesBetween(before, after).map(({ kind, path }) => `${kind} ${path.join("/")}`);
}
const cluster = (name: string, given: object = {}) => ({
  name,
  url: `https://${name}.test`,
  ...given,
});

describe("what differs between two values", () => {
  it("is nothing between a value and itself, whatever order its keys are in", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const turned = Object.fromEntries(Object.entries(value).reverse());
        expect(changesBetween(value, turned)).toEqual([]);
      }),
    );
    const token = { secret: "a", version: 1 };
    expect(changesBetween({ token }, { token: { version: 1, secret: "a" } })).toEqual([]);
  });

  it("is something between values that differ", () => {
    const value = fc.dictionary(fc.constantFrom("a", "b"), fc.jsonValue({ maxDepth: 2 }), {
      maxKeys: 2,
    });
    fc.assert(
      fc.property(value, value, (one, other) => {
        const isEqual = changesBetween(one, other).length === 0;
        if (isEqual)
          expect(JSON.parse(JSON.stringify(other))).toEqual(JSON.parse(JSON.stringify(one)));
      }),
    );
  });

  it("follows entries by their names, also beside a new one that has none yet", () => {
    const before = { clusters: [cluster("east"), cluster("west")] };
    expect(told(before, { clusters: [cluster("west", { url: "x" }), {}] })).toEqual([
      "removed clusters/east",
      "changed clusters/west/url",
      "added clusters/2",
    ]);
  });

  it("tells a name given twice as an entry of its own", () => {
    const before = { clusters: [cluster("east")] };
    expect(told(before, { clusters: [cluster("east"), cluster("east")] })).toEqual([
      "added clusters/2",
    ]);
  });

  it("tells texts of a list by themselves, and entries that changed places", () => {
    expect(told({ targets: ["a", "b"] }, { targets: ["b", "c"] })).toEqual([
      "removed targets/a",
      "added targets/c",
    ]);
    expect(told({ targets: ["a", "b"] }, { targets: ["b", "a"] })).toEqual(["moved targets"]);
  });
});

describe("places in words", () => {
  const { schema } = settingGroups.platform;
  const fields = fieldViews(schema);
  const clusters = fieldViews(settingGroups.kubernetes.schema);

  it("do not say a text twice", () => {
    const change = { path: ["drillTargets", "drill-*"], after: "drill-*" };
    expect(changeWords(fields, change).en).toBe("Targets that drills may touch");
    const entry = { path: ["clusters", "east"], after: cluster("east") };
    expect(changeWords(clusters, entry)["zh-CN"]).toBe("集群 › east");
  });

  it("lead to their fields, whatever an entry is called", () => {
    expect(viewAtPlace(clusters, ["clusters", "url", "token"])?.kind).toBe("secret");
    expect(viewAtPlace(clusters, ["nowhere", "token"])).toBeUndefined();
    const value = { clusters: [cluster("east"), {}] };
    expect(namedPath(value, "clusters.0.url")).toEqual(["clusters", "east", "url"]);
    expect(namedPath(value, "clusters.1")).toEqual(["clusters", "2"]);
  });
});

describe("references to secrets", () => {
  it("are found and replaced wherever they stand, and nothing else is", () => {
    const ref = { secret: "db", version: 2 };
    const value = { a: [ref, { secret: "Not A Name" }], secret: "text", b: { c: { secret: "x" } } };
    expect(secretRefsIn(value).map(({ path }) => path)).toEqual(["a.0", "b.c"]);
    expect(replaceSecretRefs(value, ({ secret }) => `<${secret}>`)).toEqual({
      a: ["<db>", { secret: "Not A Name" }],
      secret: "text",
      b: { c: "<x>" },
    });
  });
});

describe("a stored value", () => {
  it("of another release is read without what this one does not know, at any depth", () => {
    const stored = { clusters: [cluster("east", { token: { secret: "a" }, later: 1 })], new: {} };
    expect(readStored("kubernetes", stored)).toEqual({
      clusters: [cluster("east", { token: { secret: "a" }, ca: "", namespaces: [] })],
    });
    expect(stored.clusters[0]).toHaveProperty("later");
  });

  it("that fits no more is no value, and then the group is not set", () => {
    expect(readStored("kubernetes", { clusters: [{ name: "east" }] })).toBeUndefined();
    expect([isSet("kubernetes", undefined), isSet("platform", readStored("platform", {}))]).toEqual(
      [false, true],
    );
  });
});
