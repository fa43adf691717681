import { hasMessage, inMine, t } from "#lib/i18n/i18n.svelte.ts";
import type { OutlineStep } from "./outline.ts";

/** What a step is called, whatever it still lacks. */
export function stepName({ name, id }: Pick<OutlineStep, "name" | "id">): string {
  return inMine(name) || id || t("planedit.unnamed");
}

/** What a part of a disaster recovery is called. */
export function partName(type: string): string {
  const key = `planfields.part.${type}`;
  return hasMessage(key) ? t(key) : type;
}
