import { expect, test } from "vitest";
import type { Department } from "#shared/org/schema.ts";
import type { TemplateSummary } from "#shared/template/schema.ts";
import { pathsOf } from "../../../web/src/lib/components/form/department-paths.ts";
import { grouped, offered, search } from "../../../web/src/routes/(app)/new/catalogue.ts";

function template(part: Partial<TemplateSummary>): TemplateSummary {
  return {
    id: "tpl_1",
    name: { en: "Expense", "zh-CN": "费用报销" },
    description: { en: "Travel and meals", "zh-CN": "差旅与餐饮" },
    category: "business",
    icon: "receipt",
    state: "published",
    version: 1,
    updatedAt: "2026-01-01T00:00:00.000Z",
    ...part,
  };
}

test("only published templates are offered", () => {
  const states = [
    template({}),
    template({ state: "draft", version: 0 }),
    template({ state: "disabled" }),
  ];
  expect(offered(states)).toHaveLength(1);
});

test.each([
  ["expense", 1],
  ["TRAVEL meals", 1],
  ["报销", 1],
  ["差旅 expense", 1],
  ["ｅｘｐｅｎｓｅ", 1],
  ["", 1],
  ["server", 0],
])("searching for %j finds %d", (text, count) => {
  expect(search([template({})], text)).toHaveLength(count);
});

test("categories keep their order and empty ones are left out", () => {
  const groups = grouped(
    [template({ id: "b" }), template({ id: "a", category: "infrastructure" })],
    (one) => one.name.en,
  );
  expect(groups.map((group) => group.category)).toEqual(["infrastructure", "business"]);
});

function department(id: string, name: string, parentId: string | null): Department {
  return { id, name, parentId, leader: null, approvers: [] };
}

test("departments are named with those above them, children after their parent", () => {
  const tree = [
    department("2", "Platform", "1"),
    department("1", "Engineering", null),
    department("3", "Finance", null),
    department("4", "Orphan", "gone"),
  ];
  expect(pathsOf(tree).map(({ path }) => path)).toEqual([
    "Engineering",
    "Engineering / Platform",
    "Finance",
    "Orphan",
  ]);
});
