import { Stopwatch } from "./stopwatch.ts";
import { Stage, type Failure } from "./stage.ts";
import { decisionSeconds, second, type Part, type Plan, type Step, type World } from "./plan.ts";
import type { Piece } from "./piece.ts";

/** An order told as a process: it comes through its gates, takes step after step, and may be stopped anywhere. */

export type OrderWait =
  | { for: "values" | "approval" | "hour"; until: number }
  | { for: "word"; until: number | null }
  /** People: to resume it, or to do something about a step that failed. */
  | { for: "rest" | "help" }
  | { for: "work" }
  | { for: "end" };

export type OrderSignal =
  | { is: "time" | "filled" | "approved" | "rejected" | "resume" | "poke" }
  | { is: "confirm"; by: string; version: string }
  | { is: "decline" }
  | { is: "retry"; key: "same" | "fresh" | undefined }
  | { is: "skip" | "complete" | "fail" }
  | { is: "back"; undoing: Step[] };

export type OrderEnd =
  | "succeeded"
  | "partially_succeeded"
  | "failed"
  | "cancelled"
  | "timed_out"
  | "rejected"
  | "expired"
  | "rolled_back"
  | "rollback_failed";

/** Whatever it was doing, it is to stop. */
export class Stop extends Error {
  readonly as: OrderEnd;
  readonly isAtOnce: boolean;
  constructor(as: OrderEnd, isAtOnce = false) {
    super(as);
    this.as = as;
    this.isAtOnce = isAtOnce;
  }
}

/** It has come to its end, in the middle of a step. */
class Over extends Error {
  readonly as: OrderEnd;
  constructor(as: OrderEnd) {
    super(as);
    this.as = as;
  }
}

type Way<Result> = Generator<OrderWait, Result, OrderSignal>;

export class Order {
  readonly plan: Plan;
  readonly #world: World;
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
    this.#world = world;
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
    yield* this.#gates();
    this.tell("order.started");
    this.clock.start(this.plan.timeoutSeconds * second, this.now);
    let at = 0;
    for (const item of this.plan.items) {
      at += 1;
      const head = this.#stage(at);
      if (!("steps" in item)) yield* this.#turn(head);
      else {
        yield* this.#enter(head, item);
        for (const _step of item.steps) {
          at += 1;
          yield* this.#turn(this.#stage(at));
        }
      }
    }
  }

  #stage(seq: number): Stage {
    const stage = this.stages[seq - 1];
    if (stage === undefined) throw new Error(`no step ${seq}`);
    return stage;
  }

  *#gates(): Way<void> {
    const decideUntil = () => this.now + decisionSeconds * second;
    if (!this.plan.isComplete) {
      yield* this.#decision("values", decideUntil());
      this.tell("order.filled");
    }
    const until = decideUntil();
    while (this.approvals.length < this.plan.approvals) yield* this.#decision("approval", until);
    const startAt = this.startsAt;
    while (startAt > this.now) yield { for: "hour", until: startAt };
  }

  get startsAt(): number {
    return this.#bornAt + this.plan.startsInSeconds * second;
  }

  *#decision(what: "values" | "approval", until: number): Way<void> {
    for (;;) {
      const signal = yield { for: what, until };
      if (signal.is === "filled" || signal.is === "approved") return;
      if (signal.is !== "time" && signal.is !== "rejected") continue;
      this.tell(signal.is === "time" ? "order.expired" : "order.rejected");
      throw new Over(signal.is === "time" ? "expired" : "rejected");
    }
  }

  *#enter(head: Stage, part: Part): Way<void> {
    this.at = head.seq;
    this.stage = head;
    while (head.word === null) {
      if (this.isPausing) yield* this.#rest();
      else yield* this.#askWord(head, "");
    }
    [head.state, head.hasBegun, this.part] = ["running", true, head];
    this.tell("group.started");
    if (part.timeoutSeconds > 0) this.partClock.start(part.timeoutSeconds * second, this.now);
  }

  #endPart(state: Stage["state"]): void {
    if (this.part === null) return;
    [this.part.state, this.part] = [state, null];
    this.partClock.stop();
    this.tell("group.ended");
  }

  /** The word of somebody who sees what comes; she may refuse it, or not answer. */
  *#askWord(stage: Stage, version: string): Way<void> {
    const { confirmTimeoutSeconds = 0, ifUnconfirmed = "pause" } = stage.strategy ?? {};
    const lacks = !stage.hasBegun && stage.step !== null && this.#world.look(stage.seq).lacks;
    stage.state = lacks ? "waiting_params" : "waiting_confirm";
    stage.word = null;
    this.tell("node.waiting");
    const until = confirmTimeoutSeconds === 0 ? null : this.now + confirmTimeoutSeconds * second;
    for (;;) {
      const signal = yield { for: "word", until };
      const isOut = signal.is === "time";
      if (signal.is !== "confirm" && signal.is !== "decline" && !isOut) continue;
      const isGivenUp = isOut && ifUnconfirmed === "abort";
      if (!isGivenUp) stage.state = stage.hasBegun ? "running" : "pending";
      if (signal.is === "confirm" || (isOut && ifUnconfirmed === "proceed")) {
        stage.word =
          signal.is === "confirm"
            ? { version: signal.version, by: signal.by }
            : { version, by: null };
        this.tell("node.confirmed");
        return yield* this.#restIfWished();
      }
      this.tell("node.declined");
      if (isGivenUp) throw new Stop("failed");
      return yield* this.#rest();
    }
  }

  *#restIfWished(): Way<void> {
    if (this.isPausing) yield* this.#rest();
  }

  *#rest(): Way<void> {
    this.isPausing = false;
    this.tell("order.paused");
    for (;;) {
      const signal = yield { for: "rest" };
      if (signal.is !== "resume") continue;
      return this.tell("order.resumed");
    }
  }

  /** One step, from its turn until the order goes on behind it. */
  *#turn(stage: Stage): Way<void> {
    this.at = stage.seq;
    this.stage = stage;
    for (;;) {
      const opened = yield* this.#open(stage);
      if (opened === "left out") break;
      const isDone =
        opened === "begun" ? yield* this.#carryOn(stage) : yield* this.#mend(stage, "failed");
      if (isDone) break;
    }
    if (this.#isLastOfPart(stage)) this.#endPart("succeeded");
    this.at = stage.seq + 1;
    if (this.at <= this.stages.length) yield* this.#restIfWished();
  }

  #isLastOfPart({ seq }: Stage): boolean {
    const { part } = this;
    return (
      part?.part !== null && part !== null && seq === part.seq + (part.part?.steps.length ?? 0)
    );
  }

  *#open(stage: Stage): Way<"left out" | "faulty" | "begun"> {
    for (;;) {
      if (stage.strategy?.gracefulOnly === true && this.part?.isForced === true) {
        stage.state = "skipped";
        this.tell("node.skipped");
        return "left out";
      }
      if (this.isPausing) {
        yield* this.#rest();
        continue;
      }
      const sight = this.#world.look(stage.seq);
      const isFaulty = sight.isFaulty || sight.lacks;
      const lacks = sight.lacks && !this.plan.isTask;
      const isUnseen = stage.word === null && (lacks || stage.strategy?.preConfirm === true);
      const isOther = stage.word !== null && !isFaulty && stage.word.version !== sight.version;
      if (isUnseen || isOther) {
        yield* this.#askWord(stage, sight.version);
        continue;
      }
      stage.hasBegun = true;
      if (isFaulty) return "faulty";
      this.tell("node.started");
      const step = stage.step ?? this.#no();
      stage.begin(sight, { now: () => this.now, step, tell: (event) => this.tell(event) });
      return "begun";
    }
  }

  #no(): never {
    throw new Error("a part is no step");
  }

  /** Until it is behind the order; false: it is to be looked at afresh. */
  *#carryOn(stage: Stage): Way<boolean> {
    for (;;) {
      const result = yield* this.#work(stage);
      if (result === "succeeded") return this.#pass(stage);
      const isBehind = yield* this.#mend(stage, result);
      if (isBehind) return true;
    }
  }

  *#work(stage: Stage): Way<Failure | "succeeded"> {
    for (;;) {
      while (stage.running().length > 0) yield { for: "work" };
      if (stage.isTooMuch()) return stage.worst();
      if (!stage.hasLeft()) return "succeeded";
      if (stage.isBatchOver()) {
        this.tell("node.batch");
        stage.nextBatch(this.now);
      }
      if (this.isPausing) yield* this.#rest();
      else if (stage.needsBatchWord()) yield* this.#askWord(stage, "");
      else yield { for: "work" };
    }
  }

  #pass(stage: Stage): true {
    stage.state = "succeeded";
    this.failures += stage.failures().length;
    this.done.push(stage);
    this.tell("node.succeeded");
    return true;
  }

  /** It failed: what then happens. True when the order goes on behind it. */
  *#mend(stage: Stage, failure: Failure): Way<boolean> {
    stage.state = failure;
    stage.pauseUntil = null;
    this.tell(failure === "timed_out" ? "node.timedOut" : `node.${failure}`);
    const { onFailure } = stage.strategy ?? this.#no();
    if (failure !== "unknown" && !this.isBack && onFailure !== "pause") {
      if (onFailure === "abort") {
        this.#endPart("failed");
        throw new Over("failed");
      }
      this.failures += 1;
      return true;
    }
    this.isPausing = false;
    this.tell("order.paused");
    for (;;) {
      const signal = yield { for: "help" };
      switch (signal.is) {
        case "retry":
          this.#retry(stage, signal.key);
          return false;
        case "skip":
          [stage.state, stage.isByHand] = ["skipped", true];
          this.failures += 1;
          this.tell("node.skipped");
          return true;
        case "complete":
          [stage.state, stage.isByHand] = ["succeeded", true];
          this.tell("node.completedByHand");
          return true;
        case "fail":
          for (const piece of stage.failures()) piece.send({ is: "declared failed" });
          stage.state = "failed";
          this.tell("node.failedByHand");
          break;
        default:
      }
    }
  }

  #retry(stage: Stage, key: "same" | "fresh" | undefined): void {
    for (const piece of stage.failures()) {
      const isFresh = key === undefined ? piece.end() === "failed" : key === "fresh";
      piece.send({ is: "retry", isFresh });
    }
    stage.skipAskedBy = null;
    stage.hasBegun = stage.pieces.length > 0;
    stage.state = stage.hasBegun ? "running" : "pending";
    this.tell("node.retried");
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
    this.#endPart(as === "cancelled" || as === "timed_out" ? as : "failed");
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
    if (!stage.isTooMuch() && !isCut) return void this.#pass(stage);
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
    for (const stage of this.stages.slice(first)) yield* this.#turn(stage);
  }
}

function isCancelled(wait: Piece["wait"]): boolean {
  return wait.for === "nothing" && wait.end === "cancelled";
}
