import type { Outcome } from "#shared/action/driver.ts";
import { calm, Course, minute, patience } from "./course.ts";
import { second } from "./plan.ts";
import type { End, Life, Signal, Site, Via, Wait } from "./wait.ts";

/**
 * One piece of work, told as what it lives through: it waits for its turn, makes its call, follows its operation,
 * and is over. A signal that does not concern what it waits for passes by.
 */

const day = 86_400 * second;

class Dropped extends Error {
  readonly end: End;
  constructor(end: End) {
    super(end);
    this.end = end;
  }
}

export class Piece extends Course {
  wait: Wait;
  key = 0;
  starts = 0;
  /** Calls and looks so far, of whatever kind. */
  asked = 0;
  wasToldLate = false;
  readonly #life: Life<never>;

  constructor(site: Site) {
    super(site);
    this.#life = this.#live();
    this.wait = this.#life.next().value;
  }

  send(signal: Signal): void {
    this.wait = this.#life.next(signal).value;
  }

  isRunning(): boolean {
    return this.wait.for !== "turn" && this.wait.for !== "nothing";
  }

  end(): End | null {
    return this.wait.for === "nothing" ? this.wait.end : null;
  }

  /** Nobody cares for it any more. */
  drop(): void {
    const { wait } = this;
    if (wait.for === "nothing" || (wait.for === "turn" && !this.isDoubtful)) return;
    const isHarmless = wait.for === "report" && wait.by === "person";
    const isOut = wait.for !== "turn";
    this.wait = this.#life.throw(new Dropped(isHarmless ? "cancelled" : "unknown")).value;
    if (isOut && this.wait.for === "nothing") this.wait = { ...this.wait, lookAt: null };
  }

  *#live(): Life<never> {
    let from: number | null = null;
    for (;;) {
      const end: End | "again" = yield* this.#underOneKey(from);
      if (end === "again") {
        this.tries += 1;
        this.#renew();
        from = this.at(this.site.step.strategy.retrySeconds);
        continue;
      }
      const { isFresh } = yield* this.#afterwards(end);
      [from, this.tries, this.silent, this.deadline] = [null, 0, 0, null];
      if (isFresh) this.#renew();
      else this.isDoubtful = end !== "failed" && this.end() !== "failed";
      this.wasToldLate = false;
    }
  }

  #renew(): void {
    this.key += 1;
    [this.isDoubtful, this.silent, this.deadline] = [false, 0, null];
  }

  *#underOneKey(from: number | null): Life<End | "again"> {
    [this.stopping, this.isKnown, this.polls, this.doubt] = [null, false, 0, null];
    this.taken = new Set();
    try {
      const first = yield* this.#start(from);
      return typeof first === "string" ? first : yield* this.#course(first);
    } catch (error) {
      if (error instanceof Dropped) return error.end;
      throw error;
    }
  }

  *#start(first: number | null): Life<End | Outcome> {
    for (let from = first; ;) {
      const signal = yield { for: "turn", from };
      if (signal.is === "heard") return signal.outcome;
      if (signal.is === "stop" && this.isDoubtful) return "unknown";
      if (signal.is === "stop" && this.starts > 0) return "cancelled";
      if (signal.is !== "go") continue;
      this.starts += 1;
      this.deadline ??= this.at(this.site.step.timeoutSeconds);
      const answer = yield* this.#answer("start");
      if (answer.kind === "no_answer") {
        const again = this.#againAfterSilence();
        if (again === null) return this.site.step.canFind ? yield* this.#find() : "unknown";
        from = again;
      } else if (answer.kind === "throttled") {
        const again = this.held(answer.afterSeconds);
        if (this.stopping !== null || this.isOver(again)) return this.#unstarted();
        from = again;
      } else return answer;
    }
  }

  #unstarted(): End {
    return this.isDoubtful ? "unknown" : (this.stopping ?? "failed");
  }

  #againAfterSilence(): number | null {
    [this.isDoubtful, this.silent] = [true, this.silent + 1];
    const at = this.site.now() + calm;
    const isTime = this.silent < patience.calls && !this.isOver(at) && this.stopping === null;
    return this.site.step.isIdempotent && isTime ? at : null;
  }

  *#find(): Life<End | Outcome> {
    for (let from: number | null = null; ;) {
      const signal = yield { for: "line", call: "find", from };
      if (signal.is === "heard") return signal.outcome;
      if (signal.is === "stop") this.stopping ??= "cancelled";
      if (signal.is !== "go") continue;
      const answer = yield* this.#answer("find");
      if (answer.kind === "no_answer") {
        this.silent += 1;
        if (this.silent >= patience.calls || this.isOver()) return "unknown";
        from = this.site.now() + calm;
      } else if (answer.kind === "throttled") {
        from = this.held(answer.afterSeconds);
        if (this.isOver(from)) return "unknown";
      } else return answer;
    }
  }

  *#answer(call: string): Life<Outcome> {
    const until = this.site.now() + minute;
    for (;;) {
      const signal = yield { for: "answer", call, until };
      if (signal.is === "stop") this.stopping ??= "cancelled";
      if (signal.is === "heard") return signal.outcome;
      if (signal.is === "silence") return { kind: "no_answer", message: "" };
    }
  }

  /** From its first answer to its end. */
  *#course(first: Outcome): Life<End | "again"> {
    let [outcome, via]: [Outcome, Via] = [first, "start"];
    for (;;) {
      const next = this.next(outcome, via);
      if (typeof next === "string") return next;
      const followed = yield* this.#follow(next);
      if (typeof followed === "string") return followed;
      [outcome, via] = followed;
    }
  }

  *#follow(first: Wait): Life<[Outcome, Via] | End> {
    for (let wait = first; ;) {
      const signal = yield wait;
      if (signal.is === "stop" && this.stopping === null) {
        const next = this.halt(wait, "cancelled");
        if (typeof next === "string") return next;
        wait = next;
      } else if (signal.is === "heard" && wait.for === "look") return [signal.outcome, "look"];
      else if (signal.is === "heard" && wait.for === "report") return [signal.outcome, "report"];
      else if (signal.is === "silence" && wait.for === "report") return "timed_out";
      else if (signal.is === "go" && wait.for === "line") {
        const { call } = wait;
        return [yield* this.#answer(call), call === "cancel" ? "cancel" : { step: call }];
      }
    }
  }

  /** The verdict stands; what came of it after all is told once. Comes back when somebody retries it. */
  *#afterwards(verdict: End): Life<{ isFresh: boolean }> {
    const endedAt = this.site.now();
    let [end, lookAt]: [End, number | null] = [verdict, null];
    const isOpen = end === "timed_out" || end === "unknown";
    if (isOpen && this.isKnown) lookAt = endedAt + minute;
    for (;;) {
      const signal = yield { for: "nothing", end, lookAt };
      if (signal.is === "retry") return signal;
      if (signal.is === "declared failed") [end, lookAt] = ["failed", null];
      if (signal.is !== "heard" || this.wasToldLate || end === "failed" || !isOpen) continue;
      if (["succeeded", "failed", "cancelled"].includes(signal.outcome.kind)) {
        [this.wasToldLate, lookAt] = [true, null];
        this.site.tell("node.lateResult");
        continue;
      }
      const age = this.site.now() - endedAt;
      const pause = Math.min(
        3600 * second,
        Math.max(minute, Math.floor(age / 2 / second) * second),
      );
      lookAt = age >= day ? null : this.site.now() + pause;
    }
  }
}
