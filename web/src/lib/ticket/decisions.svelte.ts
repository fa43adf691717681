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
  /** A return only: passed steps that are asked again; without it the requester. */
  to?: string[];
};
/** What became of one decision of a batch; `code` says why it was refused. */
export type Answer = { decision: Decision; code: ApiError["code"] | null };
type Pending = { all: Decision[]; intent: string; sendAtMs: number };

type Listener = {
  sent: (decision: Decision, ticket: TicketView) => void;
  failed: (decision: Decision, error: ApiError, again: () => void) => void;
  /** A batch was answered, item by item. */
  answered?: (answers: Answer[]) => void;
};

export const undoMs = 5000;

/**
 * Decisions wait five seconds before they are sent, so that a slip costs nothing. One (or one batch) waits at a
 * time: the next, leaving the page or hiding it sends it at once. Its key makes a doubled send harmless.
 */
class Decisions {
  #pending = $state.raw<Pending | null>(null);
  #settled = $state.raw<ReadonlySet<string>>(new Set());
  #timer: ReturnType<typeof setTimeout> | undefined;
  #listeners = new Set<Listener>();

  /** What waits for its five seconds: one decision or a batch. */
  get pending(): Pending | null {
    return this.#pending;
  }

  /** The task is decided as far as its person is concerned: waiting, on its way or sent. */
  isSettled(taskId: string): boolean {
    const isWaiting = this.#pending?.all.some((one) => one.taskId === taskId) ?? false;
    return isWaiting || this.#settled.has(taskId);
  }

  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  decide(decision: Decision): void {
    this.decideAll([decision]);
  }

  /** Several at once: sent together, answered each for itself. */
  decideAll(all: Decision[]): void {
    this.flush();
    this.#pending = { all, intent: newIntent(), sendAtMs: Date.now() + undoMs };
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
    const pending = this.undo();
    if (pending === null) return;
    const [only, ...others] = pending.all;
    if (only && others.length === 0) void this.#send(only, pending.intent, keepalive);
    else void this.#sendAll(pending, keepalive);
  }

  async #send(decision: Decision, intent: string, keepalive: boolean): Promise<void> {
    this.#settle([decision], true);
    const { taskId: id, action, comment, seen, to } = decision;
    try {
      const request = { params: { id }, body: { action, comment, seen, to } };
      const ticket = await api.decideTask(request, { intent, keepalive });
      for (const listener of this.#listeners) listener.sent(decision, ticket);
    } catch (thrown) {
      this.#settle([decision], false);
      const again = () => void this.#send(decision, intent, false);
      for (const listener of this.#listeners) listener.failed(decision, asApiError(thrown), again);
    }
  }

  async #sendAll(pending: Pending, keepalive: boolean): Promise<void> {
    const { all, intent } = pending;
    this.#settle(all, true);
    let answers: Answer[];
    try {
      const body = {
        items: all.map(({ taskId, action, comment }) => ({ taskId, action, comment })),
      };
      const { items } = await api.decideTasks({ body }, { intent, keepalive });
      answers = all.map((decision) => answerTo(decision, items));
    } catch (thrown) {
      const { code } = asApiError(thrown);
      answers = all.map((decision) => ({ decision, code }));
    }
    this.#settle(
      answers.filter(({ code }) => code !== null).map(({ decision }) => decision),
      false,
    );
    for (const listener of this.#listeners) listener.answered?.(answers);
  }

  #settle(decisions: Decision[], isSettled: boolean): void {
    const settled = new Set(this.#settled);
    for (const { taskId } of decisions) {
      if (isSettled) settled.add(taskId);
      else settled.delete(taskId);
    }
    this.#settled = settled;
  }
}

type Item = { taskId: string; ok: boolean; code: string | null };

function answerTo(decision: Decision, items: Item[]): Answer {
  const item = items.find(({ taskId }) => taskId === decision.taskId);
  const code = item?.ok ? null : ((item?.code ?? "INTERNAL") as ApiError["code"]);
  return { decision, code };
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
