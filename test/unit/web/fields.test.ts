import { describe, expect, it } from "vitest";
import * as z from "zod";
import fc from "fast-check";
import { checkFields } from "#lib/components/fields/check.ts";
import {
  faultAt,
  fieldId,
  hasFaultIn,
  issuesBelow,
  placeOf,
  viewAt,
  withoutFaults,
} from "#lib/components/fields/faults.ts";
import { mapOf, rowsOf } from "#lib/components/fields/map-rows.ts";
import { askedWith, missingFor, offered } from "#lib/components/fields/options.ts";
import { moved, parsedJson, jsonText, withValue } from "#lib/components/fields/values.ts";
import { field, fieldViews, isSecretRef, SecretRef } from "#shared/core/fields.ts";
import { pointsToSecret } from "#shared/core/secret-ref.ts";
import { both } from "#shared/core/text.ts";
import { settingGroups } from "#shared/setting/groups.ts";

const fault = (path: string, code = "x") => ({ path, code, message: code });

describe("a map and its rows", () => {
  it("are the same, both ways", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue()), (map) => {
        expect(mapOf(rowsOf(map))).toEqual(map);
      }),
    );
  });

  it("rows that are no map lose nothing that was typed", () => {
    const row = fc.record({ name: fc.constantFrom("", "a", "b"), value: fc.string() });
    fc.assert(
      fc.property(fc.array(row), (rows) => {
        const value = mapOf(rows);
        const names = rows.map(({ name }) => name);
        const isMap = !names.includes("") && new Set(names).size === names.length;
        expect(Array.isArray(value)).toBe(!isMap);
        if (!isMap) expect(rowsOf(value)).toEqual(rows);
      }),
    );
  });
});

describe("faults by path", () => {
  const issues = [fault("clusters.0.url"), fault("clusters.10.url"), fault("name"), fault("")];

  it("belong to exactly their field, and open what they are in", () => {
    expect(faultAt(issues, "clusters.0.url")).toBe(issues[0]);
    expect(faultAt(issues, "clusters.0")).toBeUndefined();
    expect(hasFaultIn(issues, "clusters.0")).toBe(true);
    expect(hasFaultIn(issues, "clusters.1")).toBe(false);
  });

  it("go when their field is changed, or one around or inside it, and no others", () => {
    const left = (changed: string) => withoutFaults(issues, changed).map(({ path }) => path);
    expect(left("clusters.0.url")).toEqual(["clusters.10.url", "name", ""]);
    expect(left("clusters.0")).toEqual(["clusters.10.url", "name", ""]);
    expect(left("clusters")).toEqual(["name", ""]);
    expect(left("name.en")).toEqual(["clusters.0.url", "clusters.10.url", ""]);
  });

  it("of the server are told relative to the value", () => {
    const told = issuesBelow([fault("value.a.b"), fault("version"), fault("value")], "value");
    expect(told.map(({ path }) => path)).toEqual(["a.b", ""]);
  });

  it("are told in words", () => {
    const fields = fieldViews(settingGroups.kubernetes.schema);
    const values = { clusters: [{ name: "prod-east" }, {}] };
    expect(placeOf(fields, values, "clusters.0.url").en).toBe("Clusters › prod-east › API server");
    expect(placeOf(fields, values, "clusters.1.token").en).toBe("Clusters › 2 › Bearer token");
    expect(viewAt(fields, "clusters.3.url")?.key).toBe("url");
    expect(viewAt(fields, "clusters.3.nowhere")).toBeUndefined();
  });

  it("have controls of different ids, whatever names a map holds", () => {
    const name = fc.string({
      minLength: 1,
      maxLength: 6,
      unit: fc.constantFrom("a", "2", "f", "_", "/", " ", "ü"),
    });
    fc.assert(
      fc.property(name, name, (one, other) => {
        const [a, b] = [fieldId("f", `labels.${one}`), fieldId("f", `labels.${other}`)];
        expect(a === b).toBe(one === other);
        expect(a).toMatch(/^[\w-]+$/);
      }),
    );
  });
});

const schema = z.strictObject({
  name: field(
    z
      .string()
      .min(2)
      .regex(/^[a-z]+$/),
    { name: both("Name", "名称") },
  ),
  count: field(z.number().int().min(1).max(9).default(3), { name: both("Count", "数量") }),
  share: field(z.number().optional(), { name: both("Share", "比例") }),
  kind: field(z.enum(["a", "b"]).optional(), { name: both("Kind", "类型") }),
  targets: field(z.array(z.string()).max(2).default([]), {
    name: both("Targets", "目标"),
    emptyMeans: "error",
  }),
  labels: field(z.record(z.string(), z.string()).optional(), { name: both("Labels", "标签") }),
  token: field(SecretRef.optional(), { name: both("Token", "令牌") }),
  body: field(z.unknown().optional(), { name: both("Body", "内容") }),
  hosts: field(z.array(z.strictObject({ host: z.string() })).default([]), {
    name: both("Hosts", "主机"),
  }),
});
const fields = fieldViews(schema);
const good = { name: "ab", targets: ["t"] };

describe("the check before sending", () => {
  it.each<[string, object, string[]]>([
    ["what is all right", good, []],
    ["what is missing", { targets: ["t"] }, ["name: required"]],
    ["a text too short", { ...good, name: "a" }, ["name: too_small"]],
    ["a text of another form", { ...good, name: "AB" }, ["name: invalid_format"]],
    ["a number that is none", { ...good, count: "3x" }, ["count: invalid_type"]],
    ["a number with a fraction", { ...good, count: 1.5 }, ["count: not_whole"]],
    ["a number out of bounds", { ...good, count: 10 }, ["count: too_big"]],
    ["another choice", { ...good, kind: "c" }, ["kind: invalid_value"]],
    ["no targets, where that is an error", { ...good, targets: [] }, ["targets: required"]],
    [
      "too many, one of them empty",
      { ...good, targets: ["a", "", "c"] },
      ["targets: too_big", "targets.1: required"],
    ],
    [
      "a map with a name twice",
      {
        ...good,
        labels: [
          { name: "a", value: "1" },
          { name: "a", value: "2" },
        ],
      },
      ["labels.0.name: duplicate_name", "labels.1.name: duplicate_name"],
    ],
    [
      "a map with an empty name",
      { ...good, labels: [{ name: "", value: "1" }] },
      ["labels.0.name: required"],
    ],
    [
      "an entry without its field",
      { ...good, hosts: [{ host: "a" }, {}] },
      ["hosts.1.host: required"],
    ],
    ["text that is no JSON", { ...good, body: parsedJson("{") }, ["body: not_json"]],
  ])("finds %s", (_what, values, told) => {
    const found = checkFields(fields, values as Record<string, unknown>);
    expect(found.map(({ path, code }) => `${path}: ${code}`)).toEqual(told);
  });

  it("lets through what the server takes: the defaults of every group of settings", () => {
    for (const { schema: group } of Object.values(settingGroups)) {
      expect(checkFields(fieldViews(group), group.parse({}))).toEqual([]);
    }
  });
});

describe("values", () => {
  it("that are emptied are taken out, so that the default holds", () => {
    expect(withValue({ a: 1, b: 2 }, "a", undefined)).toEqual({ b: 2 });
    expect(withValue({ a: 1 }, "b", [])).toEqual({ a: 1, b: [] });
  });

  it("of lists move, and stay where there is no such place", () => {
    expect(moved(["a", "b", "c"], 0, 2)).toEqual(["b", "c", "a"]);
    expect(moved(["a", "b"], 1, 2)).toEqual(["a", "b"]);
    expect(moved(["a", "b"], 0, -1)).toEqual(["a", "b"]);
  });

  it("that are JSON come back as they were typed until they can be read", () => {
    expect(jsonText(parsedJson("{ half"))).toBe("{ half");
    expect(parsedJson(jsonText({ a: [1] }))).toEqual({ a: [1] });
    expect([parsedJson(" "), jsonText(undefined)]).toEqual([undefined, ""]);
  });
});

describe("a reference to a secret", () => {
  it("is told from everything else as the schema does", () => {
    const secret = fc.oneof(fc.constantFrom("db", "a-b", "-a", "A", "x".repeat(61)), fc.anything());
    const version = fc.oneof(fc.integer(), fc.double(), fc.constant(undefined), fc.anything());
    const more = fc.dictionary(fc.constantFrom("version", "other"), version, { maxKeys: 2 });
    const near = fc.tuple(secret, more).map(([name, rest]) => ({ secret: name, ...rest }));
    fc.assert(
      fc.property(fc.oneof(near, fc.anything()), (value) => {
        expect(pointsToSecret(value)).toBe(isSecretRef(value));
      }),
      { numRuns: 1000 },
    );
  });
});

describe("options", () => {
  const options = [
    { value: "a", label: "A", isRunning: true },
    { value: "b", label: "B", isRunning: false },
    { value: "c", label: "C" },
  ];
  const source = { source: "x", dependsOn: ["cluster"], filter: "all" as const };

  it("are those that run, those that do not, or all, as the field says", () => {
    const values = (filter: "running" | "not_running" | "all") =>
      offered(options, filter).map(({ value }) => value);
    expect(values("running")).toEqual(["a", "c"]);
    expect(values("not_running")).toEqual(["b", "c"]);
    expect(values("all")).toEqual(["a", "b", "c"]);
  });

  it("are asked for with what they depend on, once that is there", () => {
    expect(missingFor(source, { cluster: "" })).toEqual(["cluster"]);
    expect(missingFor(source, { cluster: "east" })).toEqual([]);
    expect(askedWith(source, { cluster: "east", other: 1 })).toEqual({ cluster: "east" });
  });
});
