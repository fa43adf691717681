import type { Outcome } from "#shared/action/driver.ts";
import type { NodeRecord, Work } from "#shared/order/record.ts";
import type { OrderTable } from "./table.ts";

/** What holds of the effects of an order: each has a key, and the outside world remembers. */

type Life = {
  starts: number;
  /** The next start under this key does no harm: the last one was refused, or a person wishes it. */
  isFree: boolean;
  /** A start is under way, or got no answer: nobody has heard what came of it. */
  isUnderWay: boolean;
  isDoubtful: boolean;
  steps: Map<string, number>;
};

export class KeyLaws {
  readonly #table: OrderTable;
  readonly #broken: (law: string) => void;
  readonly #lives = new Map<string, Life>();
  /** Keys since a person set it going, by piece of work. */
  readonly #keys = new Map<string, { first: number }>();

  constructor(table: OrderTable, broken: (law: string) => void) {
    this.#table = table;
    this.#broken = broken;
  }

  #life(seq: number, index: number, key: number): Life {
    const name = `${seq}.${index}#${key}`;
    const life = this.#lives.get(name) ?? {
      starts: 0,
      isFree: true,
      isUnderWay: false,
      isDoubtful: false,
      steps: new Map(),
    };
    this.#lives.set(name, life);
    return life;
  }

  called({ seq, traits, strategy }: NodeRecord, { index, retries, call }: Work): void {
    const life = this.#life(seq, index, retries);
    const isIdempotent = traits?.isIdempotent === true;
    if (call === "start") {
      if (life.starts > 0 && !life.isFree && !isIdempotent)
        this.#broken("started twice under one key");
      life.starts += 1;
      life.isFree = false;
      life.isDoubtful ||= life.isUnderWay;
      life.isUnderWay = true;
      const { first } = this.#keys.get(`${seq}.${index}`) ?? { first: 0 };
      if (retries - first >= strategy.attempts) this.#broken("tried more often than the step says");
    } else if (call !== "find" && call !== "cancel" && call !== null) {
      const times = (life.steps.get(call) ?? 0) + 1;
      life.steps.set(call, times);
      if (times > 1 && !life.isFree && !isIdempotent) this.#broken(`step ${call} called twice`);
      life.isFree = false;
    }
  }

  /** An answer under this key. */
  heard(
    { seq, index, key, what }: { seq: number; index: number; key: number; what: string },
    outcome: Outcome,
  ): void {
    const life = this.#life(seq, index, key);
    if (outcome.kind === "throttled") {
      life.isFree = true;
      if (what === "start") life.isUnderWay = false;
      return;
    }
    if (outcome.kind === "no_answer") return;
    [life.isUnderWay, life.isDoubtful] = [false, false];
  }

  /** Somebody sets what failed of a node going again. */
  wished({ seq }: NodeRecord, key: "same" | "fresh" | undefined): void {
    for (const { index, retries, state } of this.#table.works(seq)) {
      if (!["failed", "timed_out", "unknown", "cancelled"].includes(state)) continue;
      const isFresh = key === undefined ? state === "failed" : key === "fresh";
      const first = isFresh ? retries + 1 : retries;
      this.#keys.set(`${seq}.${index}`, { first });
      if (isFresh) continue;
      const life = this.#life(seq, index, retries);
      life.isFree = true;
      life.steps.clear();
    }
  }

  /** A person found out that nothing of it happened. */
  found({ seq }: NodeRecord): void {
    for (const { index, retries } of this.#table.works(seq)) {
      const life = this.#life(seq, index, retries);
      [life.isUnderWay, life.isDoubtful] = [false, false];
    }
  }

  /** Of work that ended: what may have happened is never called failed or cancelled by the platform. */
  ended(seq: number, { index, retries, state, attempt }: Work): void {
    if (state !== "failed" && state !== "cancelled" && state !== "timed_out") return;
    const { isUnderWay, isDoubtful } = this.#life(seq, index, retries);
    if (attempt > 0 && (isUnderWay || isDoubtful)) {
      this.#broken(`${state}, although it may have happened`);
    }
  }
}
