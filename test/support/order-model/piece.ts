import type { Outcome } from "#shared/action/driver.ts";
import { second, type Step } from "./plan.ts";

/**
 * One piece of work, told as what it lives through: it waits for its turn, makes its call, follows its operation,
 * and is over. A signal that does not concern what it waits for passes by.
 */

export type End = "succeeded" | "failed" | "timed_out" | "unknown" | "cancelled";

export type Wait =
  /** Its turn, not before `from`. */
  | { for: "turn"; from: number | null }
  /** The answer to a call that is under way. */
  | { for: "answer"; call: string; until: number }
  /** Somebody to make a call for it, not before `from`. */
  | { for: "line"; call: string; from: number | null }
  | { for: "look"; at: number }
  | { for: "report"; by: "callback" | "person"; until: number }
  /** Nothing any more; somebody may still look what came of it. */
  | { for: "nothing"; end: End; lookAt: number | null };

export type Signal =
  | { is: "go" | "stop" | "silence" }
  | { is: "heard"; outcome: Outcome }
  | { is: "retry"; isFresh: boolean }
  | { is: "declared failed" };

export type Site = { now: () => number; step: Step; tell: (event: string) => void };

type Life<Result> = Generator<Wait, Result, Signal>;
/** What an answer answers. */
type Via = "start" | "look" | "cancel" | "report" | { step: string };

const minute = 60 * second;
const day = 86_400 * second;
const looks = [4, 10, 10, 20, 20, 30];
const calm = 10 * second;
const patience = { calls: 5, looks: 20, doubts: 5 };

class Dropped extends Error {
  readonly end: End;
  constructor(end: End) {
    super(end);
    this.end = end;
  }
}

export class Piece {
  wait: Wait;
  key = 0;
  starts = 0;
  /** Calls and looks so far, of whatever kind. */
  asked = 0;
  stopping: "cancelled" | "timed_out" | null = null;
  /** Somebody may be doing it without our knowing. */
  isDoubtful = false;
  wasToldLate = false;
  readonly #site: Site;
  readonly #life: Life<never>;
  #tries = 0;
  #silent = 0;
  #polls = 0;
  #deadline: number | null = null;
  #isKnown = false;
  #taken = new Set<string>();
  #doubt: { step: string; looks: number } | null = null;

  constructor(site: Site) {
    this.#site = site;
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
        this.#tries += 1;
        this.#renew();
        from = this.#at(this.#site.step.strategy.retrySeconds);
        continue;
      }
      const { isFresh } = yield* this.#afterwards(end);
      [from, this.#tries, this.#silent, this.#deadline] = [null, 0, 0, null];
      if (isFresh) this.#renew();
      else this.isDoubtful = end !== "failed" && this.end() !== "failed";
      this.wasToldLate = false;
    }
  }

  #renew(): void {
    this.key += 1;
    [this.isDoubtful, this.#silent, this.#deadline] = [false, 0, null];
  }

  #at(seconds: number): number {
    return this.#site.now() + seconds * second;
  }

  #isOver(at = this.#site.now()): boolean {
    return this.#deadline !== null && this.#deadline <= at;
  }

  *#underOneKey(from: number | null): Life<End | "again"> {
    [this.stopping, this.#isKnown, this.#polls, this.#doubt] = [null, false, 0, null];
    this.#taken = new Set();
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
      this.#deadline ??= this.#at(this.#site.step.timeoutSeconds);
      const answer = yield* this.#answer("start");
      if (answer.kind === "no_answer") {
        const again = this.#againAfterSilence();
        if (again === null) return this.#site.step.canFind ? yield* this.#find() : "unknown";
        from = again;
      } else if (answer.kind === "throttled") {
        const again = this.#held(answer.afterSeconds);
        if (this.stopping !== null || this.#isOver(again)) return this.#unstarted();
        from = again;
      } else return answer;
    }
  }

  #unstarted(): End {
    return this.isDoubtful ? "unknown" : (this.stopping ?? "failed");
  }

  #againAfterSilence(): number | null {
    [this.isDoubtful, this.#silent] = [true, this.#silent + 1];
    const at = this.#site.now() + calm;
    const isTime = this.#silent < patience.calls && !this.#isOver(at) && this.stopping === null;
    return this.#site.step.isIdempotent && isTime ? at : null;
  }

  #held(seconds: number): number {
    this.#silent = 0;
    return this.#at(Math.max(1, Math.min(3600, Math.ceil(seconds))));
  }

  *#find(): Life<End | Outcome> {
    for (let from: number | null = null; ;) {
      const signal = yield { for: "line", call: "find", from };
      if (signal.is === "heard") return signal.outcome;
      if (signal.is === "stop") this.stopping ??= "cancelled";
      if (signal.is !== "go") continue;
      const answer = yield* this.#answer("find");
      if (answer.kind === "no_answer") {
        this.#silent += 1;
        if (this.#silent >= patience.calls || this.#isOver()) return "unknown";
        from = this.#site.now() + calm;
      } else if (answer.kind === "throttled") {
        from = this.#held(answer.afterSeconds);
        if (this.#isOver(from)) return "unknown";
      } else return answer;
    }
  }

  *#answer(call: string): Life<Outcome> {
    const until = this.#site.now() + minute;
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
      const next = this.#next(outcome, via);
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
        const next = this.#halt(wait, "cancelled");
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

  /** It is to end `as` told. */
  #halt(wait: Wait, as: "cancelled" | "timed_out"): Wait | End {
    this.stopping = as;
    if (this.#site.step.canCancel && this.#isKnown) {
      this.#silent = 0;
      return { for: "line", call: "cancel", from: null };
    }
    if (as === "timed_out") return as;
    const goesOn = wait.for === "look" || (wait.for === "report" && wait.by === "callback");
    return goesOn ? wait : "cancelled";
  }

  #look(seconds = looks[this.#polls] ?? 60): Wait {
    const at = this.#at(seconds);
    const isEarlier = this.#deadline !== null && this.#deadline < at && !this.#isOver();
    return { for: "look", at: isEarlier ? (this.#deadline ?? at) : at };
  }

  #next(outcome: Outcome, via: Via): Wait | End | "again" {
    if (outcome.kind === "no_answer") return this.#unheard(via);
    if (outcome.kind === "throttled") return this.#putOff(outcome.afterSeconds, via);
    this.#silent = 0;
    if (typeof via === "object") this.#taken.add(via.step);
    switch (outcome.kind) {
      case "succeeded":
        return "succeeded";
      case "cancelled":
        // It is over for certain: nothing is left to be looked at.
        this.#isKnown = false;
        return this.stopping ?? "cancelled";
      case "failed":
        return this.#failed(via);
      case "started":
        return this.#goesOn(via, outcome.lookAfterSeconds);
      case "wants":
        return this.#wants(outcome.step, via);
      case "awaits_callback":
        return this.#awaits("callback");
      case "awaits_person":
        return this.#awaits("person");
    }
  }

  #awaits(by: "callback" | "person"): Wait | End {
    this.isDoubtful = false;
    const wait: Wait = { for: "report", by, until: this.#deadline ?? 0 };
    if (this.stopping !== null) return this.#halt(wait, this.stopping);
    if (by === "person") this.#site.tell("node.personAsked");
    return wait;
  }

  #failed(via: Via): Wait | End | "again" {
    if (via === "cancel") return this.stopping === "timed_out" ? "timed_out" : this.#look();
    const { attempts } = this.#site.step.strategy;
    const mayTry = this.stopping === null && typeof via !== "object" && this.#tries + 1 < attempts;
    return mayTry ? "again" : "failed";
  }

  #goesOn(via: Via, seconds?: number): Wait | End {
    if (via === "look") this.#polls += 1;
    [this.#isKnown, this.#doubt, this.isDoubtful] = [true, null, false];
    const wasAsked = via === "look" || via === "cancel";
    if (this.stopping !== null && !wasAsked) return this.#halt(this.#look(), this.stopping);
    return this.#isOver() ? this.#tooLong() : this.#look(seconds);
  }

  #tooLong(): Wait | End {
    if (this.stopping === null) return this.#halt(this.#look(), "timed_out");
    return this.stopping === "timed_out" ? "timed_out" : "unknown";
  }

  #wants(step: string, via: Via): Wait | End {
    this.#isKnown = true;
    if (this.stopping === "cancelled" && !this.#site.step.canCancel) return "cancelled";
    if (this.stopping !== null || this.#isOver()) return this.#goesOn(via);
    if (this.#doubt?.step === step) return this.#stillWants(step, this.#doubt.looks + 1);
    if (this.#taken.has(step)) return this.#goesOn(via);
    [this.#doubt, this.isDoubtful] = [null, false];
    return { for: "line", call: step, from: null };
  }

  #stillWants(step: string, times: number): Wait | End {
    if (this.#site.step.isIdempotent) {
      this.#doubt = null;
      return { for: "line", call: step, from: null };
    }
    if (times >= patience.doubts) return "unknown";
    [this.#doubt, this.#polls] = [{ step, looks: times }, this.#polls + 1];
    return this.#look();
  }

  #unheard(via: Via): Wait | End {
    this.#silent += 1;
    if (via === "cancel") {
      if (this.#silent >= patience.calls) return this.#look();
      return { for: "line", call: "cancel", from: this.#site.now() + calm };
    }
    if (typeof via === "object") {
      this.#taken.add(via.step);
      this.#doubt = { step: via.step, looks: 0 };
      const wait = this.#look(calm / second);
      return this.stopping === null ? wait : this.#halt(wait, this.stopping);
    }
    if (this.#isOver() || this.#silent >= patience.looks) return "unknown";
    this.#polls += 1;
    return this.#look();
  }

  #putOff(afterSeconds: number, via: Via): Wait | End {
    const from = this.#held(afterSeconds);
    const seconds = (from - this.#site.now()) / second;
    if (via === "look") {
      if (this.#isOver()) return this.#tooLong();
      this.#polls += 1;
      return this.#look(seconds);
    }
    const call = typeof via === "object" ? via.step : "cancel";
    if (typeof via === "object" && this.stopping !== null) {
      return this.#halt(this.#look(), this.stopping);
    }
    return this.#isOver(from) ? this.#look(seconds) : { for: "line", call, from };
  }

  /** The verdict stands; what came of it after all is told once. Comes back when somebody retries it. */
  *#afterwards(verdict: End): Life<{ isFresh: boolean }> {
    const endedAt = this.#site.now();
    let [end, lookAt]: [End, number | null] = [verdict, null];
    const isOpen = end === "timed_out" || end === "unknown";
    if (isOpen && this.#isKnown) lookAt = endedAt + minute;
    for (;;) {
      const signal = yield { for: "nothing", end, lookAt };
      if (signal.is === "retry") return signal;
      if (signal.is === "declared failed") [end, lookAt] = ["failed", null];
      if (signal.is !== "heard" || this.wasToldLate || end === "failed" || !isOpen) continue;
      if (["succeeded", "failed", "cancelled"].includes(signal.outcome.kind)) {
        [this.wasToldLate, lookAt] = [true, null];
        this.#site.tell("node.lateResult");
        continue;
      }
      const age = this.#site.now() - endedAt;
      const pause = Math.min(
        3600 * second,
        Math.max(minute, Math.floor(age / 2 / second) * second),
      );
      lookAt = age >= day ? null : this.#site.now() + pause;
    }
  }
}
