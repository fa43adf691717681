import { randomUUID } from "node:crypto";
import { SfnError } from "./error.ts";

/** How a waiting task is told its outcome. */
export type Doorbell = {
  succeed: (output: unknown) => void;
  fail: (name: string, cause: string) => void;
};

/**
 * Task tokens of this process. A token ends when its task does; one of an earlier process is well-formed but
 * unknown, so the caller learns that the task is gone rather than that the token is nonsense.
 */
export class TaskTokens {
  readonly #bootId = randomUUID();
  readonly #open = new Map<string, Doorbell>();

  /** A new token; `close` makes it dead. */
  open(bell: Doorbell): { token: string; close: () => void } {
    const token = `task.${this.#bootId}.${randomUUID()}`;
    this.#open.set(token, bell);
    return { token, close: () => this.#open.delete(token) };
  }

  /** The waiting task. Throws InvalidToken, TaskDoesNotExist or TaskTimedOut. */
  find(token: string): Doorbell {
    const bell = this.#open.get(token);
    if (bell) return bell;
    const [kind, bootId, id, ...more] = token.split(".");
    const isWellFormed = kind === "task" && bootId && id && more.length === 0;
    if (!isWellFormed) throw new SfnError("InvalidToken", "Invalid token");
    if (bootId !== this.#bootId) throw new SfnError("TaskDoesNotExist", "The task does not exist.");
    throw new SfnError("TaskTimedOut", "Task timed out or has already been closed.");
  }

  /** Tasks that wait right now. */
  get count(): number {
    return this.#open.size;
  }
}
