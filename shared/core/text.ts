import * as z from "zod";

/** Text in both languages of the interface; templates and automatic messages carry both. */
export const Bilingual = z.strictObject({
  en: z.string().min(1).max(300),
  "zh-CN": z.string().min(1).max(300),
});
export type Bilingual = z.infer<typeof Bilingual>;

/** A text in both languages, in the order in which people here write them. */
export function both(en: string, zh: string): Bilingual {
  return { en, "zh-CN": zh };
}

/** ISO instant in UTC. */
export const Instant = z.iso.datetime();

export const Locale = z.enum(["en", "zh-CN"]);

export function inLocale(text: Bilingual, locale: "en" | "zh-CN"): string {
  return text[locale];
}
