import { createHash } from "node:crypto";
import { AppError } from "#shared/core/error.ts";
import { secondMs } from "#shared/core/clock.ts";
import type { OptionsSource } from "#shared/core/fields.ts";
import { tableName } from "#shared/table/client.ts";
import type { Call, Option, OptionProvider } from "./driver.ts";

let providers: ReadonlyMap<string, OptionProvider> = new Map();

/** Put in place once by the function that starts: sources of options by the name that parameters give. */
export function useProviders(given: Readonly<Record<string, OptionProvider>>): void {
  providers = new Map(Object.entries(given));
}

/** `parameters` are those the source depends on, and no others. */
export type Question = Pick<Call, "settings" | "now"> & {
  source: OptionsSource;
  parameters: Record<string, unknown>;
  search: string;
};

const longestMs = 5 * secondMs;
const keptMs = 30 * secondMs;
const mostKept = 200;
const kept = new Map<string, { options: Option[]; untilMs: number }>();

/** Settings hold secrets, so the question is known by its hash only. */
function keyOf({ source, parameters, search, settings }: Question): string {
  const asked = JSON.stringify([tableName(), source.source, parameters, search, settings]);
  return createHash("sha256").update(asked).digest("base64url");
}

function failed(): AppError {
  return new AppError("UPSTREAM_FAILED", "The source of these options gives no answer.");
}

async function ask({ source, ...question }: Question): Promise<Option[]> {
  const provider = providers.get(source.source);
  if (provider === undefined) throw failed();
  const signal = AbortSignal.timeout(longestMs);
  const tooLate = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(failed()), { once: true });
  });
  try {
    return await Promise.race([provider({ ...question, signal }), tooLate]);
  } catch {
    // What the other side says may name inner addresses: it stays here.
    throw failed();
  }
}

function keep(key: string, options: Option[]): void {
  kept.delete(key);
  kept.set(key, { options, untilMs: Date.now() + keptMs });
  const [oldest] = kept.keys();
  if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
}

// Where the source doesn't say whether a thing runs, it is neither of both: nothing is guessed.
function isMeant({ isRunning }: Option, filter: OptionsSource["filter"]): boolean {
  return filter === "all" || isRunning === (filter === "running");
}

/**
 * What a source offers, under the filter that its parameter declares, whatever the source itself leaves out. Kept
 * 30 seconds. Throws UPSTREAM_FAILED after 5 seconds or on any fault: half an answer is none.
 */
export async function optionsOf(question: Question): Promise<Option[]> {
  const key = keyOf(question);
  const known = kept.get(key);
  const isKnown = known !== undefined && known.untilMs > Date.now();
  const options = isKnown ? known.options : await ask(question);
  if (!isKnown) keep(key, options);
  return options.filter((option) => isMeant(option, question.source.filter));
}
