import type { Outcome } from "#shared/action/driver.ts";
import { advance } from "#shared/order/engine/advance.ts";
import { claim } from "#shared/order/engine/claim.ts";
import { directiveOf } from "#shared/order/engine/directive.ts";
import { isDue } from "#shared/order/engine/frame.ts";
import { mostLooks } from "#shared/order/engine/limits.ts";
import { Move, type Change } from "#shared/order/engine/move.ts";
import { settle, type Result } from "#shared/order/engine/settle.ts";
import type { Work } from "#shared/order/record.ts";
import type { World } from "#test/support/order-model/plan.ts";
import { instant, type OrderTable } from "./table.ts";

/** A call of the engine that is under way: what comes of it fits this turn of its work only. */
export type Flight = { seq: number; index: number; turn: number; call: string; key: number };

export type Watcher = {
  changed: (change: Change, cause: string) => void;
  called: (works: Work[]) => void;
  broken: (law: string) => void;
};

/** So many things may happen at one moment before it is called a loop. */
const mostSteps = 400;
/** Events in the history of an execution: those of each state as AWS counts them. */
const events = { advance: 5, route: 2, dispatch: 5, poll: 5, pause: 2, bell: 6, start: 2 };

/** The run machine as its states are, without Step Functions: asks for a directive and carries it out. */
export class MachineSim {
  readonly #table: OrderTable;
  readonly #fate: World["fate"];
  readonly #watcher: Watcher;
  readonly flights: Flight[] = [];
  /** Calls and looks so far, by piece of work. */
  readonly #asked = new Map<string, number>();
  /** Events of the execution that watches the order now; 0: none does. */
  #events = 0;
  #knocks = 0;
  #version = 0;
  #isThere = false;

  constructor(table: OrderTable, fate: World["fate"], watcher: Watcher) {
    this.#table = table;
    this.#fate = fate;
    this.#watcher = watcher;
  }

  /** Does everything there is to do at this moment, and goes to sleep. */
  run(nowMs: number): void {
    const now = instant(nowMs);
    this.#wake(now);
    this.#advance(now);
    for (let steps = 0; steps < mostSteps; steps += 1) {
      if (!this.#follow(now)) return;
      this.#bound();
    }
    this.#watcher.broken("it never comes to rest");
  }

  /** Rung by whoever moved the order, or woken by its timer; else nobody is there. */
  #wake(now: string): void {
    const { knocks, wakeAt, version } = this.#table.order;
    const isRung = knocks !== this.#knocks;
    this.#knocks = knocks;
    this.#isThere = version !== this.#version || isDue(wakeAt, now);
    if (!isRung && !isDue(wakeAt, now)) return;
    this.#events += (this.#events === 0 ? events.start : events.bell) + events.advance;
  }

  /** Everything that is due by time or by itself; how much that was. */
  #advance(now: string): number {
    const table = this.#table;
    for (let steps = 0; steps < mostSteps; steps += 1) {
      const frame = table.frame();
      const isNew = frame.node?.state === "pending";
      const change = advance(frame, now, isNew ? table.outlook(table.order.at) : null);
      if (change === null) return steps;
      this.#watcher.changed(change, "advance");
    }
    return mostSteps;
  }

  /** False: it sleeps, or is done. */
  #follow(now: string): boolean {
    const directive = directiveOf(this.#table.frame(), now);
    if (this.#isThere) this.#events += events.route;
    this.#version = this.#table.order.version;
    switch (directive.kind) {
      case "dispatch":
        this.#events += events.dispatch;
        return this.#dispatch(now);
      case "look":
        this.#events += events.poll;
        return this.#look(now);
      case "continue":
        return this.#continue(now);
      case "done":
        this.#events = 0;
        return false;
      case "poll":
      case "wait":
        if (directive.seconds < 1) this.#watcher.broken(`sleeps ${directive.seconds} s`);
        return false;
    }
  }

  #continue(now: string): boolean {
    const move = new Move(this.#table.frame(), now);
    move.set({ machineEvents: 0 });
    this.#watcher.changed(move.finish(), "continue");
    this.#events = events.start;
    return true;
  }

  #bound(): void {
    const { machineEvents } = this.#table.order;
    if (this.#events > machineEvents + 30) {
      this.#watcher.broken(`${this.#events} events, ${machineEvents} counted`);
    }
  }

  #dispatch(now: string): boolean {
    const table = this.#table;
    const frame = table.frame();
    const isNew = frame.node?.state === "pending";
    const taken = claim(frame, now, isNew ? table.outlook(table.order.at) : null);
    if (taken === null) {
      const isIdle = this.#advance(now) === 0;
      if (isIdle) this.#watcher.broken("told to dispatch, and nothing is to be done");
      return !isIdle;
    }
    this.#watcher.changed(taken.change, "claim");
    this.#watcher.called(taken.claimed);
    const seq = frame.order.at;
    const results = taken.claimed.flatMap(({ index, turn, call, retries: key }): Result[] => {
      const what = call ?? "";
      const outcome = this.#ask({ seq, index, key, what });
      if (outcome !== null) return [{ seq, index, turn, outcome }];
      this.flights.push({ seq, index, turn, call: what, key });
      return [];
    });
    this.#settle(results, now);
    return true;
  }

  #look(now: string): boolean {
    const { works, order } = this.#table.frame();
    const due = works.filter(({ nextLookAt }) => isDue(nextLookAt, now)).slice(0, mostLooks);
    const results = due.map(({ index, turn, retries: key }): Result => {
      const outcome = this.#ask({ seq: order.at, index, key, what: "look" });
      return { seq: order.at, index, turn, outcome: outcome ?? { kind: "no_answer", message: "" } };
    });
    if (results.length === 0) this.#watcher.broken("told to look, and nothing is to be looked at");
    this.#settle(results, now);
    return results.length > 0;
  }

  #settle(results: Result[], now: string): void {
    if (results.length === 0) return;
    const change = settle(this.#table.frame(), results, now);
    if (change === null) this.#watcher.broken("an answer of this moment does not fit");
    else this.#watcher.changed(change, "settle");
  }

  #ask(asked: { seq: number; index: number; key: number; what: string }): Outcome | null {
    const name = `${asked.seq}.${asked.index}`;
    const nth = (this.#asked.get(name) ?? 0) + 1;
    this.#asked.set(name, nth);
    return this.#fate({ ...asked, nth });
  }

  /** Flights whose answer would still be heard. */
  live(): Flight[] {
    const { works, order } = this.#table.frame();
    return this.flights.filter(
      ({ seq, index, turn }) => seq === order.at && works[index]?.turn === turn,
    );
  }
}
