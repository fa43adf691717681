import type { Locale } from "#shared/core/ctx.ts";

/** A size and a language in which a walk is made. */
export type Look = { name: string; lang: Locale; isPhone: boolean };

function look(isPhone: boolean, lang: Locale): Look {
  return { name: `${isPhone ? "phone" : "desktop"} ${lang}`, lang, isPhone };
}

export const phoneChinese = look(true, "zh-CN");
export const desktopEnglish = look(false, "en");

/** Both sizes and both languages; E2E_LOOKS=all crosses them, which takes twice as long. */
export const looks: Look[] = [
  phoneChinese,
  desktopEnglish,
  ...(process.env.E2E_LOOKS === "all" ? [look(true, "en"), look(false, "zh-CN")] : []),
];

/** The looks of a long walk: one of the two a day, in turns, unless E2E_LOOKS (both, all) asks for more. */
export function looksOf(walk: string): Look[] {
  if (process.env.E2E_LOOKS !== undefined) return looks;
  const today = Math.floor(Date.now() / 86_400_000);
  return [(today + walk.length) % 2 === 0 ? phoneChinese : desktopEnglish];
}

/** The options of a browser context that looks so. */
export function contextOptions({ isPhone, lang }: Look) {
  const size = isPhone ? { width: 390, height: 844 } : { width: 1280, height: 800 };
  return {
    viewport: size,
    locale: lang,
    // The zone whose days the reports count.
    timezoneId: "Asia/Shanghai",
    isMobile: isPhone,
    hasTouch: isPhone,
    deviceScaleFactor: isPhone ? 2 : 1,
    reducedMotion: "reduce",
    acceptDownloads: true,
  } as const;
}
