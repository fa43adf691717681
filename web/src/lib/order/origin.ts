import { t } from "#lib/i18n/i18n.svelte.ts";
import { isPlatform } from "#lib/ticket/people-text.ts";
import type { OrderSummary } from "#shared/order/view/schema.ts";

/** Who or what set a run going, in a few words. */
export function originText({
  requester,
  trigger,
}: Pick<OrderSummary, "requester" | "trigger">): string {
  if (!isPlatform(requester)) return requester.name;
  return t(`orders.trigger.${trigger}`);
}
