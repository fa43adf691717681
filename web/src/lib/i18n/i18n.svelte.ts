/// <reference types="vite/client" />
import type { Feature, MessageKey } from "./catalog.ts";
import { fillMessage, findMessage, type Messages, type MessageValues } from "./render.ts";

export type Locale = "en" | "zh-CN";
export const locales: readonly Locale[] = ["en", "zh-CN"];
/** Each language names itself in itself. */
export const localeNames: Record<Locale, string> = { en: "English", "zh-CN": "简体中文" };

type File = { default: Messages };
const files = import.meta.glob<File>("../../../messages/*/*.json");

const loaded = new Map<string, Messages>();
const wanted = new Set<Feature>(["common"]);
let current = $state<Locale>(preferred());
let changing: Promise<void> = Promise.resolve();

function preferred(): Locale {
  const stored = readStored();
  if (stored !== null) return stored;
  return navigator.language.toLowerCase().startsWith("zh") ? "zh-CN" : "en";
}

function readStored(): Locale | null {
  try {
    return locales.find((locale) => locale === localStorage.getItem("locale")) ?? null;
  } catch {
    return null;
  }
}

async function load(locale: Locale, feature: Feature): Promise<void> {
  const file = await files[`../../../messages/${locale}/${feature}.json`]?.();
  loaded.set(`${locale}/${feature}`, file?.default ?? {});
}

async function loadWanted(locale: Locale): Promise<void> {
  const missing = () => [...wanted].filter((feature) => !loaded.has(`${locale}/${feature}`));
  // What is wanted may grow while files are on their way.
  while (missing().length > 0) await Promise.all(missing().map((feature) => load(locale, feature)));
}

/** Fetches the texts of these features; for the `load` of the pages that use them. */
export async function need(...features: Feature[]): Promise<void> {
  for (const feature of features) wanted.add(feature);
  await loadWanted(current);
  // Sign-in may be changing the language at the same time.
  await changing;
  await loadWanted(current);
}

/** Changes the language of everything on screen and remembers it on this device. */
export async function setLocale(locale: Locale): Promise<void> {
  const change = changeTo(locale);
  changing = change.catch(() => undefined);
  await change;
}

async function changeTo(locale: Locale): Promise<void> {
  await loadWanted(locale);
  current = locale;
  document.documentElement.lang = locale;
  try {
    localStorage.setItem("locale", locale);
  } catch {
    // Private mode: the choice lasts as long as the page.
  }
}

export function locale(): Locale {
  return current;
}

function find(key: string, count?: string | number): string | undefined {
  const dot = key.indexOf(".");
  const messages = loaded.get(`${current}/${key.slice(0, dot)}`);
  return findMessage(messages, key.slice(dot + 1), current, count);
}

/** The text for a key in the current language; follows a change of language where it is rendered. */
export function t(key: MessageKey, values: MessageValues = {}): string {
  const text = find(key, values.count);
  if (text !== undefined) return fillMessage(text, values);
  if (import.meta.env.DEV) console.warn(`No text for ${key}: is its feature loaded by need()?`);
  return key;
}

/** Whether there is a text for a key put together at run time, such as an error code. */
export function hasMessage(key: string): key is MessageKey {
  return find(key) !== undefined;
}

/** The viewer's half of a bilingual text. */
export function inMine(text: Record<Locale, string>): string {
  return text[current];
}
