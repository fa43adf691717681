import { isSafePattern } from "redos-detector";
import type { Issue } from "#shared/core/error.ts";

/** Steps after which a pattern counts as too costly to judge: some tenths of a second. */
const judgingSteps = 500;
/** How many ways back a match may have. Honest patterns have one or two; a bad one grows with the text. */
const mostBacktracks = 200;

/** Why a text field's pattern can't be used: it does not compile, or some text would take it for ever. */
export function patternFault(pattern: string): Omit<Issue, "path"> | undefined {
  const whole = `^(?:${pattern})$`;
  try {
    new RegExp(whole, "u");
  } catch {
    return { code: "invalid_pattern", message: "Not a regular expression." };
  }
  const { safe } = isSafePattern(whole, {
    unicode: true,
    maxSteps: judgingSteps,
    maxScore: mostBacktracks,
  });
  if (safe) return undefined;
  const message = "Some text would take this pattern too long: repeat less inside repetitions.";
  return { code: "slow_pattern", message };
}
