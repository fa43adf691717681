import { readFileSync, readdirSync } from "node:fs";
import { parse } from "yaml";
import type { Locale } from "#shared/core/ctx.ts";
import type { Bilingual } from "#shared/core/text.ts";
import type { MessageKey } from "#lib/i18n/catalog.ts";

type Tree = { [key: string]: string | Tree };
type Values = Record<string, string | number>;

const messages = new URL("../../../web/messages/", import.meta.url);
const demo = new URL("../../../stacks/local/demo/templates/", import.meta.url);
const catalogs = { en: readCatalog("en"), "zh-CN": readCatalog("zh-CN") };

function readCatalog(lang: Locale): Tree {
  const folder = new URL(`${lang}/`, messages);
  const files = readdirSync(folder).map((file) => [
    file.replace(".json", ""),
    JSON.parse(readFileSync(new URL(file, folder), "utf8")) as Tree,
  ]);
  return Object.fromEntries(files) as Tree;
}

function find(lang: Locale, key: string): string | undefined {
  let at: string | Tree | undefined = catalogs[lang];
  for (const step of key.split(".")) at = typeof at === "object" ? at[step] : undefined;
  return typeof at === "string" ? at : undefined;
}

function template(lang: Locale, key: MessageKey, count: unknown): string {
  const form = lang === "en" && count === 1 ? "one" : "other";
  const text = find(lang, key) ?? find(lang, `${key}_${form}`);
  if (text === undefined) throw new Error(`No text for ${key} in ${lang}.`);
  return text;
}

/** The text that the page shows for a key, so that tests find things as people do. */
export function t(lang: Locale, key: MessageKey, values: Values = {}): string {
  return template(lang, key, values.count).replaceAll(/\{\{(\w+)\}\}/g, (_all, name: string) =>
    String(values[name] ?? `{{${name}}}`),
  );
}

export function escape(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** The same as a pattern: what is not given (a time, a name) may be anything. */
export function like(lang: Locale, key: MessageKey, values: Values = {}): RegExp {
  return new RegExp(escape(t(lang, key, values)).replaceAll(/\\\{\\\{\w+\\\}\\\}/g, ".+"));
}

type DemoField = {
  name: string;
  label: Bilingual;
  options?: { value: string; label: Bilingual }[];
};
type DemoTemplate = { name: Bilingual; form: { fields: DemoField[] } };

/** The words of a demo template in one language. */
export function demoTemplate(
  file: "server-request" | "expense" | "leave" | "purchase",
  lang: Locale,
) {
  const source = readFileSync(new URL(`${file}.yaml`, demo), "utf8");
  const { name, form } = parse(source) as DemoTemplate;
  const fieldOf = (wanted: string) => {
    const found = form.fields.find((field) => field.name === wanted);
    if (found === undefined) throw new Error(`${file} has no field ${wanted}.`);
    return found;
  };
  return {
    name: name[lang],
    label: (field: string) => fieldOf(field).label[lang],
    option: (field: string, value: string) =>
      fieldOf(field).options?.find((option) => option.value === value)?.label[lang] ?? value,
  };
}
