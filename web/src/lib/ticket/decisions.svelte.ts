import type { TicketView } from "#shared/ticket/schema.ts";
import { api } from "#lib/api/client.ts";
import { asApiError, type ApiError } from "#lib/api/error.ts";
import { newIntent } from "#lib/api/send.ts";

export type Action = "approve" | "return" | "veto" | "confirm";
export type Decision = {
  taskId: string;
  ticketId: string;
  number: string;
  action: Action;
  comment?: string;
  /** Fingerprint of the ticket as it was shown. */
  seen?: string;
};
type Pending = Decision & { intent: string; sendAtMs: number };

type Listener = {
  sent: (decision: Decision, ticket: TicketView) => void;
  failed: (decision: Decision, error: ApiError, again: () => void) => void;
};

export const undoMs = 5000;

/**
 * Decisions wait five seconds before they are sent, so that a slip costs nothing. One waits at a time: the
 * next one, leaving the page or hiding it sends it at once. Its key makes a doubled send harmless.
 */
class Decisions {
  #pending = $state.raw<Pending | null>(null);
  #settled = $state.raw<ReadonlySet<string>>(new Set());
  #timer: ReturnType<typeof setTimeout> | undefined;
  #listeners = new Set<Listener>();

  get pending(): Pending | null {
    return this.#pending;
  }

  /** The task is decided as far as its person is concerned: waiting, on its way or sent. */
  isSettled(taskId: string): boolean {
    return this.#pending?.taskId === taskId || this.#settled.has(taskId);
  }

  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  decide(decision: Decision): void {
    this.flush();
    this.#pending = { ...decision, intent: newIntent(), sendAtMs: Date.now() + undoMs };
    this.#timer = setTimeout(() => this.flush(), undoMs);
  }

  /** Takes back what was not sent yet. */
  undo(): Pending | null {
    const pending = this.#pending;
    clearTimeout(this.#timer);
    this.#pending = null;
    return pending;
  }

  /** Sends what waits. Starts the request before it returns, as a page that closes needs. */
  flush({ keepalive = false } = {}): void {
    const decision = this.undo();
    if (decision !== null) void this.#send(decision, keepalive);
  }

  async #send(decision: Pending, keepalive: boolean): Promise<void> {
    this.#settle(decision.taskId, true);
    const { taskId: id, action, comment, seen, intent } = decision;
    try {
      const request = { params: { id }, body: { action, comment, seen } };
      const ticket = await api.decideTask(request, { intent, keepalive });
      for (const listener of this.#listeners) listener.sent(decision, ticket);
    } catch (thrown) {
      this.#settle(id, false);
      const again = () => void this.#send(decision, false);
      for (const listener of this.#listeners) listener.failed(decision, asApiError(thrown), again);
    }
  }

  #settle(taskId: string, isSettled: boolean): void {
    const settled = new Set(this.#settled);
    if (isSettled) settled.add(taskId);
    else settled.delete(taskId);
    this.#settled = settled;
  }
}

export const decisions = new Decisions();

/** Sends a waiting decision when the page goes out of sight: a phone may never wake it again. */
export function sendOnLeave(): () => void {
  const leave = () => decisions.flush({ keepalive: true });
  const hide = () => document.visibilityState === "hidden" && leave();
  window.addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", hide);
  return () => {
    window.removeEventListener("pagehide", leave);
    document.removeEventListener("visibilitychange", hide);
  };
}
