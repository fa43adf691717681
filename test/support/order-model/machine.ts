import type { Order } from "./order.ts";
import type { Piece } from "./piece.ts";
import type { World } from "./plan.ts";

/** What moves an order when its time comes: nobody's deed. */

export class Machine {
  readonly #order: Order;
  readonly #world: World;

  constructor(order: Order, world: World) {
    this.#order = order;
    this.#world = world;
  }

  /** Until nothing is left to be done at this moment. */
  run(): void {
    this.settleClocks();
    while (this.#tooLate() || this.#lost() || this.#waitOver() || this.#call() || this.#look()) {
      this.settleClocks();
    }
  }

  /** Time of the order is spent while it does not wait for people. */
  settleClocks(): void {
    const { clock, partClock, now } = this.#order;
    for (const watch of [clock, partClock]) {
      if (this.#isWaitingForPeople()) watch.rest(now);
      else watch.goOn(now);
    }
  }

  #isWaitingForPeople(): boolean {
    const { wait } = this.#order;
    if (wait.for === "word" || wait.for === "rest" || wait.for === "help") return true;
    const running = this.#order.pieces().filter((piece) => piece.isRunning());
    if (wait.for !== "work" || running.length === 0) return false;
    return running.every((piece) => piece.wait.for === "report" && piece.wait.by === "person");
  }

  #limits(): (number | null)[] {
    const { ending, wait, clock, partClock } = this.#order;
    return wait.for === "work" && ending === null ? [clock.endsAt(), partClock.endsAt()] : [];
  }

  #isOver(at: number | null): boolean {
    return at !== null && at <= this.#order.now;
  }

  #tooLate(): boolean {
    if (!this.#limits().some((at) => this.#isOver(at))) return false;
    this.#order.stop("timed_out");
    return true;
  }

  /** Calls and reports that did not come in time, all at once. */
  #lost(): boolean {
    if (this.#order.wait.for !== "work") return false;
    const lost = this.#order.pieces().filter(({ wait }) => {
      return (wait.for === "answer" || wait.for === "report") && this.#isOver(wait.until);
    });
    for (const piece of lost) piece.send({ is: "silence" });
    if (lost.length > 0) this.afterWork();
    return lost.length > 0;
  }

  /** Something of its work has changed: what follows from it? */
  afterWork(): void {
    if (this.#order.wait.for === "work") this.#order.send({ is: "poke" });
    this.settleClocks();
  }

  #waitOver(): boolean {
    const order = this.#order;
    const { wait } = order;
    if (wait.for === "end") {
      if (!this.#isOver(order.watchUntil)) return false;
      order.watchUntil = null;
      order.tell("order.judged");
      return true;
    }
    if (!("until" in wait) || !this.#isOver(wait.until)) return false;
    order.send({ is: "time" });
    return true;
  }

  #call(): boolean {
    const order = this.#order;
    const { stage, now } = order;
    const pieces = order.pieces();
    if (order.wait.for !== "work" || stage === null) return false;
    const isFree = ({ wait }: Piece) => !("from" in wait) || wait.from === null || wait.from <= now;
    const wanted = pieces.filter((piece) => piece.wait.for === "line" && isFree(piece));
    const called = [...wanted, ...this.#beginners().filter(isFree).slice(0, this.#room())];
    if (called.length === 0) return false;
    for (const piece of called) {
      piece.send({ is: "go" });
      piece.asked += 1;
    }
    this.#tellCalls(called);
    for (const piece of called) this.#answerAtOnce(piece);
    this.afterWork();
    return true;
  }

  #tellCalls(called: Piece[]): void {
    const { stage } = this.#order;
    const calls = new Set(called.map(({ wait }) => (wait.for === "answer" ? wait.call : "")));
    if (stage?.isFresh !== true) for (const _call of calls) this.#order.tell("node.called");
    if (stage !== null) stage.isFresh = false;
  }

  #answerAtOnce(piece: Piece): void {
    const { wait } = piece;
    if (wait.for !== "answer") return;
    const outcome = this.#world.fate(this.#asked(piece, wait.call));
    if (outcome !== null) piece.send({ is: "heard", outcome });
  }

  #asked(piece: Piece, what: string) {
    const index = this.#order.pieces().indexOf(piece);
    return { seq: this.#order.at, index, key: piece.key, nth: piece.asked, what };
  }

  #isOpen(): boolean {
    const { wait, isPausing, ending } = this.#order;
    return wait.for === "work" && !isPausing && ending === null;
  }

  #beginners(): Piece[] {
    const { stage, now } = this.#order;
    return this.#isOpen() && stage !== null ? stage.beginners(now).pieces : [];
  }

  #room(): number {
    return this.#order.stage?.beginners(this.#order.now).room ?? 0;
  }

  #lookAt({ wait }: Piece): number | null {
    if (wait.for === "look") return wait.at;
    return wait.for === "nothing" ? wait.lookAt : null;
  }

  #look(): boolean {
    const due = this.#order.pieces().filter((piece) => this.#isOver(this.#lookAt(piece)));
    for (const piece of due) {
      piece.asked += 1;
      const outcome = this.#world.fate(this.#asked(piece, "look"));
      piece.send({ is: "heard", outcome: outcome ?? { kind: "no_answer", message: "" } });
    }
    if (due.length > 0) this.afterWork();
    return due.length > 0;
  }

  /** When something happens next by time alone. */
  nextAt(): number | null {
    const order = this.#order;
    const { wait, now, stage } = order;
    const looks = order.pieces().map((piece) => this.#lookAt(piece));
    if (wait.for === "end") return earliest([order.watchUntil, ...looks]);
    if (wait.for !== "work") return earliest(["until" in wait ? wait.until : null, ...looks]);
    const pause = stage?.pauseUntil ?? null;
    return earliest([
      ...looks,
      ...this.#limits(),
      ...order.pieces().map(waitOf),
      ...this.#beginners().map(({ wait: one }) => (one.for === "turn" ? one.from : null)),
      pause !== null && pause > now ? pause : null,
    ]);
  }
}

function waitOf({ wait }: Piece): number | null {
  if (wait.for === "answer" || wait.for === "report") return wait.until;
  return wait.for === "line" ? wait.from : null;
}

function earliest(instants: (number | null)[]): number | null {
  const known = instants.filter((at) => at !== null);
  return known.length === 0 ? null : Math.min(...known);
}
