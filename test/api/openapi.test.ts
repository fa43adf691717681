import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OpenApiDocument } from "#functions/api/openapi/document.ts";
import { fileOperations } from "#functions/api/files.ts";
import { contract } from "#shared/contract/index.ts";
import type { Operation } from "#shared/contract/operation.ts";
import { TestApi } from "#test/support/app.ts";
import { ownTable } from "#test/support/own-table.ts";

let engine: { stop: () => Promise<void> };
let api: TestApi;
let document: OpenApiDocument;

beforeAll(async () => {
  engine = await ownTable();
  api = new TestApi();
  document = (await (await api.raw("/openapi.json")).json()) as OpenApiDocument;
});
afterAll(() => engine.stop());

const operations = Object.entries<Operation>(contract);

function described() {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, object]) => ({ path, method, ...object })),
  );
}

/** Every value under a key anywhere in the document. */
function valuesOf(key: string, node: unknown): unknown[] {
  if (typeof node !== "object" || node === null) return [];
  return Object.entries(node).flatMap(([name, value]) => [
    ...(name === key && typeof value === "string" ? [value] : []),
    ...valuesOf(key, value),
  ]);
}

function resolve(pointer: string): unknown {
  return pointer
    .slice(2)
    .split("/")
    .reduce<unknown>((node, part) => (node as Record<string, unknown>)[part], document);
}

const files = Object.keys(fileOperations);

describe("the OpenAPI document", () => {
  it("is 3.1 and describes every operation of the contract, and each file, once", () => {
    expect(document.openapi).toBe("3.1.0");
    const ids = described().map(({ operationId }) => operationId);
    expect(ids.toSorted()).toEqual([...operations.map(([name]) => name), ...files].toSorted());
  });

  it.each(operations)("describes %s as it is mounted", (name, operation) => {
    const found = described().find(({ operationId }) => operationId === name);
    expect(found).toMatchObject({ path: operation.path, method: operation.method.toLowerCase() });
    const inPath = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter);
    const declared = found?.parameters.filter((one) => one.in === "path") ?? [];
    expect(declared.map((one) => one.name)).toEqual(inPath);
    expect(declared.every(({ required }) => required)).toBe(true);
    expect(found?.requestBody === undefined).toBe(operation.body === undefined);
    expect(found?.security).toHaveLength(operation.access === "public" ? 0 : 1);
  });

  it("refers to nothing that is not in it", () => {
    const references = new Set(valuesOf("$ref", document) as string[]);
    expect(references.size).toBeGreaterThan(30);
    for (const reference of references) {
      expect(reference).toMatch(/^#\/components\//);
      expect(resolve(reference), reference).toBeTypeOf("object");
    }
  });

  it("answers every failure as application/problem+json with a code of the list", () => {
    for (const { responses } of described()) {
      const failures = Object.entries(responses).filter(([status]) => Number(status) >= 400);
      expect(failures.length).toBeGreaterThan(1);
      for (const [, answer] of failures)
        expect(answer).toEqual({ $ref: "#/components/responses/Problem" });
    }
    const code = document.components.schemas["Problem"]?.properties?.["code"];
    expect(JSON.stringify(code)).toContain("IDEMPOTENCY_KEY_REUSED");
  });

  it("offers the retry key on every write of a signed-in person, and only there", () => {
    for (const { operationId, method, security, parameters } of described()) {
      const hasKey = parameters.some((one) => one.name === "Idempotency-Key");
      const isPersons = security.some((one) => "session" in one);
      expect(hasKey, operationId).toBe(method !== "get" && isPersons);
    }
  });

  it("tells which fields a body must not have", () => {
    const { CreateUserBody } = document.components.schemas;
    expect(CreateUserBody).toMatchObject({ additionalProperties: false });
    expect(CreateUserBody?.required).toEqual(["email", "name", "password"]);
  });
});

describe("the docs page", () => {
  it("shows every operation and schema, runs nothing and loads nothing", async () => {
    const response = await api.raw("/docs");
    const html = await response.text();
    expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
    for (const { operationId } of described()) expect(html).toContain(`id="${operationId}"`);
    for (const name of Object.keys(document.components.schemas))
      expect(html).toContain(`id="${name}"`);
    expect(html).not.toMatch(/<script|https?:|undefined|\[object/);
    expect(response.headers.get("content-security-policy")).toMatch(
      /^default-src 'none'; style-src 'sha256-/,
    );
  });
});
