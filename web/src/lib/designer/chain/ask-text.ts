import type { AskNode, TimeLimit } from "#shared/approval/chain.ts";
import type { Form } from "#shared/form/schema.ts";
import { durationText, type Tongue } from "./tongue.ts";
import { whoText } from "./who-text.ts";

/** How those asked decide together: "any one", "2 votes". */
export function modeText({ mode, votes }: Pick<AskNode, "mode" | "votes">, { t }: Tongue): string {
  if (mode !== "votes") return t(`templates.chain.mode.${mode}`);
  if (votes === undefined) return t("templates.chain.mode.votes");
  return "atLeast" in votes
    ? t("templates.chain.mode.votesOf", { count: votes.atLeast })
    : t("templates.chain.mode.percent", { percent: votes.percent });
}

/** What one refusal does, given how the others count. */
export function vetoText(
  { mode, votes, ifVeto }: Pick<AskNode, "mode" | "votes" | "ifVeto">,
  tongue: Tongue,
): string {
  const { t } = tongue;
  const rule = ifVeto ?? (mode === "votes" ? "count" : "end");
  if (rule === "end") return t("templates.chain.veto.end");
  if (mode === "any") return t("templates.chain.veto.any");
  if (mode !== "votes") return t("templates.chain.veto.all");
  return t("templates.chain.veto.votes", { votes: modeText({ mode, votes }, tongue) });
}

/** A time in minutes, counted by a calendar or by every clock. */
export function limitText(
  { minutes, calendar }: { minutes: number; calendar?: string | undefined },
  tongue: Tongue,
): string {
  const duration = durationText(tongue, minutes, calendar !== undefined);
  if (calendar === undefined) return duration;
  return tongue.t("templates.chain.time.working", {
    duration,
    calendar: tongue.calendar(calendar),
  });
}

function timeoutText(limit: TimeLimit, form: Form, tongue: Tongue): string {
  const people = limit.transferTo ? whoText(limit.transferTo, form, tongue) : "";
  return tongue.t(`templates.chain.timeout.${limit.onTimeout}`, { people });
}

/** A stage's clock in a sentence: how long, when a reminder comes, what happens at the end. */
export function timeLimitText(limit: TimeLimit, form: Form, tongue: Tongue): string {
  const { t } = tongue;
  const values = { time: limitText(limit, tongue), then: timeoutText(limit, form, tongue) };
  if (limit.remindAt === undefined) return t("templates.chain.time.limit", values);
  const isWorking = limit.calendar !== undefined;
  const reminder = durationText(tongue, Math.max(1, limit.minutes * limit.remindAt), isWorking);
  return t("templates.chain.time.reminded", { ...values, reminder });
}
