import type { MessageKey } from "#lib/i18n/catalog.ts";
import type { Locale } from "#shared/core/ctx.ts";
import type { Bilingual } from "#shared/core/text.ts";
import { t as textOf } from "#test/e2e/support/text.ts";

/** In place of the page's language, which needs a browser: the same texts, in the language that a test chooses. */

let lang: Locale = "en";
const missing = (key: string) => {
  try {
    textOf(lang, key as MessageKey);
    return false;
  } catch {
    return true;
  }
};

export const speak = (next: Locale) => void (lang = next);
export const locale = () => lang;
export const inMine = (text: Bilingual) => text[lang];
export const hasMessage = (key: string): key is MessageKey => !missing(key);
export const t = (key: MessageKey, values?: Record<string, string | number>) =>
  textOf(lang, key, values);
