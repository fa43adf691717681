import { readFileSync, readdirSync } from "node:fs";
import { expect, test } from "vitest";

type Tree = { [key: string]: string | Tree };
const root = new URL("../../../web/messages/", import.meta.url);

function read(locale: string, file: string): Tree {
  return JSON.parse(readFileSync(new URL(`${locale}/${file}`, root), "utf8")) as Tree;
}

function leaves(tree: Tree, path = ""): [key: string, text: string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string"
      ? [[`${path}${key}`, value] as [string, string]]
      : leaves(value, `${path}${key}.`),
  );
}

// Chinese has one plural form, English two: only the stem must match.
const stem = (key: string) => key.replace(/_(?:one|other)$/, "");
const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name);

const files = readdirSync(new URL("en/", root));

test("both languages have the same message files", () => {
  expect(readdirSync(new URL("zh-CN/", root)).sort()).toEqual([...files].sort());
});

test.each(files)("%s has the same keys in both languages", (file) => {
  const keys = (locale: string) => [
    ...new Set(leaves(read(locale, file)).map(([key]) => stem(key))),
  ];
  expect(keys("zh-CN").sort()).toEqual(keys("en").sort());
});

test.each(files)("%s has no empty text, and every text uses only known placeholders", (file) => {
  const english = new Map<string, Set<string | undefined>>();
  for (const [key, text] of leaves(read("en", file))) {
    const known = english.get(stem(key)) ?? new Set();
    placeholders(text).forEach((name) => known.add(name));
    english.set(stem(key), known);
  }
  for (const locale of ["en", "zh-CN"]) {
    for (const [key, text] of leaves(read(locale, file))) {
      expect(text.trim(), `${locale} ${key}`).not.toBe("");
      for (const name of placeholders(text)) {
        expect([...(english.get(stem(key)) ?? []), "count"], `${locale} ${key}`).toContain(name);
      }
    }
  }
});

test.each(files)("%s has every plural form that its language needs", (file) => {
  for (const locale of ["en", "zh-CN"]) {
    const keys = new Set(leaves(read(locale, file)).map(([key]) => key));
    const plurals = [...keys].filter((key) => key.endsWith("_other")).map(stem);
    const forms = new Intl.PluralRules(locale).resolvedOptions().pluralCategories;
    for (const key of plurals) {
      for (const form of forms) expect(keys, `${locale} ${key}`).toContain(`${key}_${form}`);
    }
  }
});
