import { formatList } from "#lib/i18n/format.ts";
import { t } from "#lib/i18n/i18n.svelte.ts";
import type { PlanPerson } from "#shared/plan/use-schema.ts";

/** Whoever a plan names, by name where there is one. */
export function ownerName({ name, email, isActive }: PlanPerson): string {
  const called = name ?? email;
  return isActive ? called : `${called} (${t("plans.gone")})`;
}

export function ownersText(owners: readonly PlanPerson[]): string {
  return formatList(owners.map(ownerName));
}
