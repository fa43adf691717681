import { AppError } from "#shared/core/error.ts";

const attempts = 6;
const longestPauseMs = 60;

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.random() * longestPauseMs));
}

/**
 * Runs a verb's load-decide-commit again when somebody else's commit came first. The second time it decides on
 * what the other left: the caller gets its own success, or the truth about who was faster, not CONFLICT.
 */
export async function afresh<Result>(decideAndCommit: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await decideAndCommit();
    } catch (error) {
      const isConflict = error instanceof AppError && error.code === "CONFLICT";
      if (!isConflict || attempt === attempts) throw error;
      await pause();
    }
  }
}
