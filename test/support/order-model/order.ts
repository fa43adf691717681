import { Over, Stop, type OrderEnd, type OrderSignal, type OrderWait, type Way } from "./flow.ts";
import { gates } from "./gates.ts";
import { Stage } from "./stage.ts";
import { Stopwatch } from "./stopwatch.ts";
import { second, type Part, type Plan, type Step, type World } from "./plan.ts";
import type { Piece } from "./piece.ts";
import { pass, turn } from "./turn.ts";
import { askWord, rest } from "./word.ts";

/** An order told as a process: it comes through its gates, takes step after step, and may be stopped anywhere. */

export class Order {
  readonly plan: Plan;
  readonly world: World;
  wait: OrderWait;
  now: number;
  at = 1;
  stages: Stage[] = [];
  stage: Stage | null = null;
  part: Stage | null = null;
  isPausing = false;
  ending: OrderEnd | null = null;
  isBack = false;
  failures = 0;
  approvals: string[] = [];
  end: OrderEnd | null = null;
  readonly clock = new Stopwatch();
  readonly partClock = new Stopwatch();
  watchUntil: number | null = null;
  told: string[] = [];
  /** Steps in the order in which they succeeded by themselves. */
  readonly done: Stage[] = [];
  readonly #bornAt: number;
  readonly #life: Way<never>;

  constructor(plan: Plan, world: World, now: number) {
    this.plan = plan;
    this.world = world;
    this.now = now;
    this.#bornAt = now;
    for (const item of plan.items) {
      if (!("steps" in item)) this.stages.push(new Stage(this.stages.length + 1, { step: item }));
      else {
        this.stages.push(new Stage(this.stages.length + 1, { part: item }));
        for (const step of item.steps)
          this.stages.push(new Stage(this.stages.length + 1, { step }));
      }
    }
    this.#life = this.#live();
    this.wait = this.#life.next().value;
  }

  tell(event: string): void {
    this.told.push(event);
  }

  send(signal: OrderSignal): void {
    this.wait = this.#life.next(signal).value;
  }

  stop(as: OrderEnd, isAtOnce = false): void {
    this.wait = this.#life.throw(new Stop(as, isAtOnce)).value;
  }

  /** Work of the step whose turn it is. */
  pieces(): Piece[] {
    return this.stage?.seq === this.at ? this.stage.pieces : [];
  }

  *#live(): Way<never> {
    this.tell("order.created");
    let way = this.#forward();
    for (;;) {
      this.end = yield* this.#untilEnd(way);
      this.tell("order.ended");
      this.clock.stop();
      this.partClock.stop();
      const { watchSeconds } = this.plan;
      const isGood = this.end === "succeeded" || this.end === "partially_succeeded";
      this.watchUntil = isGood && watchSeconds !== null ? this.now + watchSeconds * second : null;
      for (;;) {
        const signal = yield { for: "end" };
        if (signal.is !== "back") continue;
        way = this.#backward(signal.undoing);
        break;
      }
    }
  }

  *#untilEnd(way: Way<void>): Way<OrderEnd> {
    try {
      yield* way;
      if (this.isBack) return this.failures === 0 ? "rolled_back" : "rollback_failed";
      return this.failures === 0 ? "succeeded" : "partially_succeeded";
    } catch (error) {
      if (error instanceof Over) return error.as;
      if (!(error instanceof Stop)) throw error;
      const as = yield* this.#wound(error);
      return this.isBack ? "rollback_failed" : as;
    } finally {
      [this.ending, this.isPausing] = [null, false];
    }
  }

  *#forward(): Way<void> {
    yield* gates(this);
    this.tell("order.started");
    this.clock.start(this.plan.timeoutSeconds * second, this.now);
    let at = 0;
    for (const item of this.plan.items) {
      at += 1;
      const head = this.#stage(at);
      if (!("steps" in item)) yield* turn(this, head);
      else {
        yield* this.#enter(head, item);
        for (const _step of item.steps) {
          at += 1;
          yield* turn(this, this.#stage(at));
        }
      }
    }
  }

  #stage(seq: number): Stage {
    const stage = this.stages[seq - 1];
    if (stage === undefined) throw new Error(`no step ${seq}`);
    return stage;
  }

  get startsAt(): number {
    return this.#bornAt + this.plan.startsInSeconds * second;
  }

  *#enter(head: Stage, part: Part): Way<void> {
    this.at = head.seq;
    this.stage = head;
    while (head.word === null) {
      if (this.isPausing) yield* rest(this);
      else yield* askWord(this, head, "");
    }
    [head.state, head.hasBegun, this.part] = ["running", true, head];
    this.tell("group.started");
    if (part.timeoutSeconds > 0) this.partClock.start(part.timeoutSeconds * second, this.now);
  }

  endPart(state: Stage["state"]): void {
    if (this.part === null) return;
    [this.part.state, this.part] = [state, null];
    this.partClock.stop();
    this.tell("group.ended");
  }

  /** It may be stopped otherwise while it is being stopped. */
  *#wound(stop: Stop): Way<OrderEnd> {
    try {
      yield* this.#windDown(stop);
      return stop.as;
    } catch (error) {
      if (error instanceof Stop) return yield* this.#wound(error);
      throw error;
    }
  }

  /** Nothing new begins; what runs is stopped where it can be, and waited for. */
  *#windDown({ as, isAtOnce }: Stop): Way<void> {
    [this.ending, this.isPausing] = [as, false];
    if (!isAtOnce) this.tell("order.cancelling");
    for (const piece of this.pieces()) {
      if (isAtOnce) piece.drop();
      else if (piece.wait.for === "turn" || (piece.isRunning() && piece.stopping === null)) {
        piece.send({ is: "stop" });
      }
    }
    while (this.pieces().some((piece) => piece.isRunning())) yield { for: "work" };
    this.#cutOff();
    this.endPart(as === "cancelled" || as === "timed_out" ? as : "failed");
  }

  #cutOff(): void {
    const { stage } = this;
    if (stage === null || stage.seq !== this.at) return;
    if (!stage.hasBegun) {
      if (stage.state !== "pending") stage.state = "not_run";
      return;
    }
    if (stage.state !== "running" && stage.state !== "waiting_confirm") return;
    const isCut = stage.pieces.some(({ wait }) => wait.for === "turn" || isCancelled(wait));
    if (!stage.isTooMuch() && !isCut) return void pass(this, stage);
    stage.state = stage.isTooMuch() ? stage.worst() : "cancelled";
    this.tell(stage.state === "timed_out" ? "node.timedOut" : `node.${stage.state}`);
  }

  *#backward(undoing: Step[]): Way<void> {
    const first = this.stages.length;
    for (const step of undoing) this.stages.push(new Stage(this.stages.length + 1, { step }));
    [this.isBack, this.failures, this.end, this.watchUntil] = [true, 0, null, null];
    [this.part, this.stage, this.at] = [null, null, first + 1];
    this.clock.start(this.plan.timeoutSeconds * second, this.now);
    this.tell("order.rollingBack");
    for (const stage of this.stages.slice(first)) yield* turn(this, stage);
  }
}

function isCancelled(wait: Piece["wait"]): boolean {
  return wait.for === "nothing" && wait.end === "cancelled";
}
