import { api } from "#lib/api/client.ts";
import { errorText } from "#lib/api/error-text.ts";
import { ApiError } from "#lib/api/error.ts";
import { t } from "#lib/i18n/i18n.svelte.ts";
import { session } from "#lib/state/session.svelte.ts";
import type { Answer, Decision } from "./decisions.svelte.ts";
import { isLost, lostText } from "./lost-text.ts";

/** One line of the result: done, or why not. */
export type Result = { decision: Decision; reason: string | null };

/** The results of the last batch, kept until its person has read them. */
class Batch {
  #results = $state.raw<Result[]>([]);

  get results(): Result[] {
    return this.#results;
  }

  async take(answers: Answer[]): Promise<void> {
    this.#results = await Promise.all(
      answers.map(async ({ decision, code }) => {
        return { decision, reason: code === null ? null : await reasonOf(decision, code) };
      }),
    );
  }

  dismiss(): void {
    this.#results = [];
  }
}

export const batch = new Batch();

/** Why a decision was refused, in words; whose fault it was is read from the ticket. */
export async function reasonOf(
  { ticketId, taskId }: Decision,
  code: ApiError["code"],
): Promise<string> {
  if (code === "INVALID_INPUT") return t("ticket.pending.mustFill");
  const text = errorText(new ApiError({ code, status: 0 }));
  if (!isLost(code)) return text;
  try {
    return lostText(await api.getTicket({ params: { id: ticketId } }), taskId, session.me?.id);
  } catch {
    return text;
  }
}
