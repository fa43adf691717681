import { globSync, readFileSync } from "node:fs";
import { Entity } from "electrodb";
import { describe, expect, it } from "vitest";
import { tableDefinition, ttlAttribute } from "#shared/table/definition.ts";

type Index = { index?: string; pk: { field: string }; sk?: { field: string } };
type Model = {
  entity: string;
  indexes: Record<string, Index>;
  attributes: Record<string, unknown>;
};

const files = globSync("shared/**/*.ts").filter((file) =>
  readFileSync(file, "utf8").includes("new Entity("),
);

async function models(): Promise<Model[]> {
  const modules = await Promise.all(
    files.map(
      (file) =>
        import(
          /* @vite-ignore */ new URL(`../../${file}`, import.meta.url).href
        ) as Promise<object>,
    ),
  );
  const entities = modules
    .flatMap((module) => Object.values(module))
    .filter((one) => one instanceof Entity);
  return entities.map(({ schema }) => {
    const { entity, indexes, attributes } = schema as unknown as Model & {
      model: { entity: string };
    };
    return { entity, indexes, attributes };
  });
}

function keyFields(all: Model[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const { index = "", pk, sk } of all.flatMap(({ indexes }) => Object.values(indexes))) {
    const keys = found.get(index) ?? new Set();
    keys.add(`${pk.field} ${sk?.field}`);
    found.set(index, keys);
  }
  return found;
}

function schemaOf(key: string) {
  const [hash = "", range = ""] = key.split(" ");
  return [
    { AttributeName: hash, KeyType: "HASH" },
    { AttributeName: range, KeyType: "RANGE" },
  ];
}

describe("the table is the one the entities need", () => {
  it("no entity is hidden from this test", async () => {
    const written = files.reduce(
      (sum, file) => sum + readFileSync(file, "utf8").split("new Entity(").length - 1,
      0,
    );
    expect((await models()).length).toBe(written);
  });

  it("keys and indexes, no more and no less", async () => {
    const found = keyFields(await models());
    // Two entities with different fields for the same index would need two tables.
    expect([...found.values()].map((keys) => keys.size)).toEqual([...found.keys()].map(() => 1));
    const schemas = new Map([...found].map(([index, [key = ""]]) => [index, schemaOf(key)]));
    const { GlobalSecondaryIndexes, KeySchema, AttributeDefinitions } = tableDefinition;
    expect(KeySchema).toEqual(schemas.get(""));
    expect(GlobalSecondaryIndexes.map(({ IndexName }) => IndexName).sort()).toEqual(
      [...schemas.keys()].filter((index) => index !== "").sort(),
    );
    for (const { IndexName, KeySchema: keys } of GlobalSecondaryIndexes) {
      expect(keys).toEqual(schemas.get(IndexName));
    }
    const needed = [...schemas.values()].flat().map(({ AttributeName }) => AttributeName);
    expect(AttributeDefinitions.map(({ AttributeName }) => AttributeName).sort()).toEqual(
      needed.sort(),
    );
  });

  it("what expires has the attribute that the table looks at", async () => {
    const expiring = (await models()).filter(({ attributes }) => ttlAttribute in attributes);
    expect(expiring.length).toBeGreaterThan(0);
  });
});
