import type { Result } from "#lib/api/client.ts";
import { issueText } from "#lib/api/error-text.ts";
import { fieldNameOf } from "#lib/components/form/entry.svelte.ts";
import { formatList } from "#lib/i18n/format.ts";
import { inMine, t } from "#lib/i18n/i18n.svelte.ts";
import { peopleText } from "#lib/ticket/people-text.ts";
import type { Issue } from "#shared/core/error.ts";
import type { Form } from "#shared/form/schema.ts";
import type { PersonRef } from "#shared/ticket/state.ts";

type Difference = Result<"simulatePast">["items"][number]["differences"][number];

const named = (people: PersonRef[]) =>
  people.length === 0 ? t("trial.past.nobody") : peopleText(people);

const idsOf = (people: PersonRef[]) => JSON.stringify(people.map(({ id }) => id).sort());

/** Who was asked at a step, and who would be. */
export function stepText({ was, would }: Difference): string {
  if (would === null) return t("trial.past.wouldNot", { was: named(was ?? []) });
  if (was === null) return t("trial.past.wasNot", { would: named(would) });
  if (idsOf(was) === idsOf(would)) return t("trial.past.otherMode", { would: named(would) });
  return t("trial.past.wasWould", { was: named(was), would: named(would) });
}

/** Which entries of an old form the draft's form would not take. */
export function refusedText(issues: Issue[], form: Form): string {
  const lines = issues.map((issue) => {
    const field = form.fields.find(({ name }) => name === fieldNameOf(issue));
    const label = field && "label" in field ? inMine(field.label) : issue.path;
    return t("form.page.attention", { label, fault: issueText(issue.code) });
  });
  return t("trial.past.refused", { fields: formatList([...new Set(lines)]) });
}
