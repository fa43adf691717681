import { formatSeconds } from "#lib/i18n/format.ts";
import { t } from "#lib/i18n/i18n.svelte.ts";
import type { StepRow } from "#shared/plan/view-schema.ts";

/** How a step is carried out, in few words: only what is not as usual, and the time-out that holds. */
export function strategyTexts(row: StepRow): string[] {
  const { executeStrategy: strategy, timeoutSeconds, timeoutFrom, expectedSeconds, asked } = row;
  return [
    strategy.preConfirm ? t("plans.step.confirm") : "",
    asked.length > 0 ? t("plans.step.asked") : "",
    strategy.isCritical ? "" : t("plans.step.notCritical"),
    strategy.gracefulOnly ? t("plans.step.graceful") : "",
    strategy.onFailure === "pause" ? "" : t(`plans.step.fail.${strategy.onFailure}`),
    strategy.attempts > 1 ? t("plans.step.attempts", { count: strategy.attempts }) : "",
    strategy.batchSize === "100%" ? "" : t("plans.step.batches", { size: strategy.batchSize }),
    expectedSeconds === null
      ? ""
      : t("plans.step.expected", { length: formatSeconds(expectedSeconds) }),
    timeoutSeconds === null || timeoutFrom === null
      ? ""
      : t("plans.step.timeout", {
          length: formatSeconds(timeoutSeconds),
          from: t(`plans.step.from.${timeoutFrom}`),
        }),
  ].filter(Boolean);
}
