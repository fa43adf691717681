import { inMine, t } from "#lib/i18n/i18n.svelte.ts";
import type { ChainStep } from "#shared/ticket/schema.ts";
import type { ChoiceFault } from "./choices.svelte.ts";

export const choiceId = (nodeId: string) => `choice-${nodeId}`;

export function choiceLabel(step: ChainStep): string {
  return t("form.choice.label", { step: inMine(step.name) });
}

/** How many may be picked. */
export function rangeText({ choice }: ChainStep): string {
  const { atLeast = 1, atMost = 1 } = choice ?? {};
  if (atLeast === atMost) return t("form.choice.exactly", { count: atMost });
  return t("form.choice.range", { from: atLeast, to: atMost });
}

export function choiceFaultText({ step, code }: ChoiceFault): string {
  if (code === "not_allowed") return t("form.choice.notAllowed");
  return code === "too_many"
    ? t("form.choice.tooMany", { count: step.choice?.atMost ?? 1 })
    : t("form.choice.tooFew", { count: step.choice?.atLeast ?? 1 });
}

/** The same as a line of the summary, with the control it leads to. */
export function choiceLine(fault: ChoiceFault): { id: string; text: string } {
  const said = choiceFaultText(fault);
  const lower = said.charAt(0).toLowerCase() + said.slice(1);
  const text = t("form.page.attention", { label: choiceLabel(fault.step), fault: lower });
  return { id: choiceId(fault.step.nodeId), text };
}
