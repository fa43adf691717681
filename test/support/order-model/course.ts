import type { Outcome } from "#shared/action/driver.ts";
import { second } from "./plan.ts";
import type { End, Site, Via, Wait } from "./wait.ts";

/** What an answer means for a piece of work: what it waits for next, or how it ends. */

export const minute = 60 * second;
const looks = [4, 10, 10, 20, 20, 30];
export const calm = 10 * second;
export const patience = { calls: 5, looks: 20, doubts: 5 };

export class Course {
  stopping: "cancelled" | "timed_out" | null = null;
  /** Somebody may be doing it without our knowing. */
  isDoubtful = false;
  protected readonly site: Site;
  protected tries = 0;
  protected silent = 0;
  protected polls = 0;
  protected deadline: number | null = null;
  protected isKnown = false;
  protected taken = new Set<string>();
  protected doubt: { step: string; looks: number } | null = null;

  constructor(site: Site) {
    this.site = site;
  }

  protected at(seconds: number): number {
    return this.site.now() + seconds * second;
  }

  protected isOver(at = this.site.now()): boolean {
    return this.deadline !== null && this.deadline <= at;
  }

  protected held(seconds: number): number {
    this.silent = 0;
    return this.at(Math.max(1, Math.min(3600, Math.ceil(seconds))));
  }

  /** It is to end `as` told. */
  protected halt(wait: Wait, as: "cancelled" | "timed_out"): Wait | End {
    this.stopping = as;
    if (this.site.step.canCancel && this.isKnown) {
      this.silent = 0;
      return { for: "line", call: "cancel", from: null };
    }
    if (as === "timed_out") return as;
    const goesOn = wait.for === "look" || (wait.for === "report" && wait.by === "callback");
    return goesOn ? wait : "cancelled";
  }

  protected look(seconds = looks[this.polls] ?? 60): Wait {
    const at = this.at(seconds);
    const isEarlier = this.deadline !== null && this.deadline < at && !this.isOver();
    return { for: "look", at: isEarlier ? (this.deadline ?? at) : at };
  }

  protected next(outcome: Outcome, via: Via): Wait | End | "again" {
    if (outcome.kind === "no_answer") return this.#unheard(via);
    if (outcome.kind === "throttled") return this.#putOff(outcome.afterSeconds, via);
    this.silent = 0;
    if (typeof via === "object") this.taken.add(via.step);
    switch (outcome.kind) {
      case "succeeded":
        return "succeeded";
      case "cancelled":
        // It is over for certain: nothing is left to be looked at.
        this.isKnown = false;
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
    const wait: Wait = { for: "report", by, until: this.deadline ?? 0 };
    if (this.stopping !== null) return this.halt(wait, this.stopping);
    if (by === "person") this.site.tell("node.personAsked");
    return wait;
  }

  #failed(via: Via): Wait | End | "again" {
    if (via === "cancel") return this.stopping === "timed_out" ? "timed_out" : this.look();
    const { attempts } = this.site.step.strategy;
    const mayTry = this.stopping === null && typeof via !== "object" && this.tries + 1 < attempts;
    return mayTry ? "again" : "failed";
  }

  #goesOn(via: Via, seconds?: number): Wait | End {
    if (via === "look") this.polls += 1;
    [this.isKnown, this.doubt, this.isDoubtful] = [true, null, false];
    const wasAsked = via === "look" || via === "cancel";
    if (this.stopping !== null && !wasAsked) return this.halt(this.look(), this.stopping);
    return this.isOver() ? this.#tooLong() : this.look(seconds);
  }

  #tooLong(): Wait | End {
    if (this.stopping === null) return this.halt(this.look(), "timed_out");
    return this.stopping === "timed_out" ? "timed_out" : "unknown";
  }

  #wants(step: string, via: Via): Wait | End {
    this.isKnown = true;
    if (this.stopping === "cancelled" && !this.site.step.canCancel) return "cancelled";
    if (this.stopping !== null || this.isOver()) return this.#goesOn(via);
    if (this.doubt?.step === step) return this.#stillWants(step, this.doubt.looks + 1);
    if (this.taken.has(step)) return this.#goesOn(via);
    [this.doubt, this.isDoubtful] = [null, false];
    return { for: "line", call: step, from: null };
  }

  #stillWants(step: string, times: number): Wait | End {
    if (this.site.step.isIdempotent) {
      this.doubt = null;
      return { for: "line", call: step, from: null };
    }
    if (times >= patience.doubts) return "unknown";
    [this.doubt, this.polls] = [{ step, looks: times }, this.polls + 1];
    return this.look();
  }

  #unheard(via: Via): Wait | End {
    this.silent += 1;
    if (via === "cancel") {
      if (this.silent >= patience.calls) return this.look();
      return { for: "line", call: "cancel", from: this.site.now() + calm };
    }
    if (typeof via === "object") {
      this.taken.add(via.step);
      this.doubt = { step: via.step, looks: 0 };
      const wait = this.look(calm / second);
      return this.stopping === null ? wait : this.halt(wait, this.stopping);
    }
    if (this.isOver() || this.silent >= patience.looks) return "unknown";
    this.polls += 1;
    return this.look();
  }

  #putOff(afterSeconds: number, via: Via): Wait | End {
    const from = this.held(afterSeconds);
    const seconds = (from - this.site.now()) / second;
    if (via === "look") {
      if (this.isOver()) return this.#tooLong();
      this.polls += 1;
      return this.look(seconds);
    }
    const call = typeof via === "object" ? via.step : "cancel";
    if (typeof via === "object" && this.stopping !== null) {
      return this.halt(this.look(), this.stopping);
    }
    return this.isOver(from) ? this.look(seconds) : { for: "line", call, from };
  }
}
