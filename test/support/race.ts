import { expect } from "vitest";
import { AppError } from "#shared/core/error.ts";
import { assertLaws } from "./laws.ts";
import { historyOf } from "./office.ts";

/** How often each pair is raced. */
const rounds = 8;

/** What a caller learns: `done`, what she was answered, or the code of the refusal. */
async function told(command: Promise<unknown>): Promise<string> {
  try {
    const answer = await command;
    return typeof answer === "object" && answer !== null && "accepted" in answer
      ? `accepted ${String(answer.accepted)}`
      : "done";
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
}

export type Race = {
  begin: () => Promise<string>;
  /** The two commands, fired together. */
  fire: (ticketId: string) => Promise<[Promise<unknown>, Promise<unknown>]>;
};

/**
 * Races two commands again and again. `truths` are the histories that may come of it, each with what the two
 * callers must be told then: `first / second: event, event`.
 */
export async function race({ begin, fire }: Race, truths: string[]): Promise<void> {
  const ticketIds = await Promise.all(Array.from({ length: rounds }, begin));
  const runOne = async (ticketId: string) => {
    const before = (await historyOf(ticketId)).length;
    const answers = await Promise.all((await fire(ticketId)).map(told));
    const since = (await historyOf(ticketId)).slice(before);
    // This way round a failure names the history that nobody foresaw.
    expect(`${answers.join(" / ")}: ${since.join(", ")}`).toBeOneOf(truths);
    await assertLaws(ticketId);
  };
  await Promise.all(ticketIds.map(runOne));
}

/** Both are ready before either starts. */
export async function together(
  one: Promise<() => Promise<unknown>>,
  other: Promise<() => Promise<unknown>>,
): Promise<[Promise<unknown>, Promise<unknown>]> {
  const [first, second] = await Promise.all([one, other]);
  return [first(), second()];
}
