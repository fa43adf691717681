import type { PersonRef } from "#shared/ticket/state.ts";
import { t } from "#lib/i18n/i18n.svelte.ts";
import { formatList } from "#lib/i18n/format.ts";

const mostNamed = 4;

/** Names in a sentence; a long list ends with how many more there are. */
export function peopleText(
  people: readonly PersonRef[],
  type: "conjunction" | "disjunction" = "conjunction",
): string {
  const names = people.map(personName);
  if (names.length <= mostNamed) return formatList(names, type);
  const others = names.length - mostNamed + 1;
  return formatList(
    [...names.slice(0, mostNamed - 1), t("ticket.others", { count: others })],
    type,
  );
}

/** The platform acts under its own name in records; here it gets the viewer's word for it. */
export function personName(person: PersonRef): string {
  return isPlatform(person) ? t("ticket.platform") : person.name;
}

export function isPlatform(person: PersonRef): boolean {
  return person.id === "system" || person.id.startsWith("system:");
}
