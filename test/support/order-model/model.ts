import type { Outcome } from "#shared/action/driver.ts";
import type { ErrorCode } from "#shared/core/error.ts";
import { Machine } from "./machine.ts";
import { Order } from "./order.ts";
import type { Piece } from "./piece.ts";
import { requester, type Plan, type Step, type World } from "./plan.ts";

/**
 * A second run engine, written from the semantics (engine/LAWS.md) to be compared with the first. It tells an order
 * as nested processes that can be stopped anywhere, work as what it lives through, and time as stopwatches, where
 * the engine keeps records and asks what is due. It covers every deed with its acceptance, states of the order, its
 * steps and their work, calls, keys, looks, instants and the lines of the history; not texts, notices and records'
 * parameters.
 */

export type Deed =
  | { do: "fill" | "resume" | "cancel" | "drop" | "disown" | "pause" }
  | { do: "approve"; by: string }
  | { do: "reject" }
  | { do: "confirm"; by: string; version: string }
  | { do: "decline" }
  | { do: "retry"; seq: number; key: "same" | "fresh" | undefined }
  | { do: "skip"; seq: number; by: string }
  | { do: "complete" | "fail"; seq: number }
  | { do: "force"; seq: number }
  | { do: "back"; undoing: Step[] }
  | { do: "alert back" | "attach" };

export class Model {
  readonly order: Order;
  readonly machine: Machine;

  constructor(plan: Plan, world: World, now: number) {
    this.order = new Order(plan, world, now);
    this.machine = new Machine(this.order, world);
  }

  /** Does it, or says why not; then nothing has changed. */
  try(deed: Deed, now: number): ErrorCode | null {
    this.order.now = now;
    const refusal = this.#do(deed);
    if (refusal === null) this.machine.settleClocks();
    return refusal;
  }

  #do(deed: Deed): ErrorCode | null {
    const { order } = this;
    const { wait } = order;
    switch (deed.do) {
      case "fill":
        return this.#if(wait.for === "values", () => order.send({ is: "filled" }));
      case "approve":
        return this.#approve(deed.by);
      case "reject":
        return this.#if(wait.for === "approval", () => order.send({ is: "rejected" }));
      case "confirm":
        return this.#if(wait.for === "word", () =>
          order.send({ is: "confirm", by: deed.by, version: deed.version }),
        );
      case "decline":
        return this.#if(wait.for === "word", () => order.send({ is: "decline" }));
      case "pause":
        return this.#if(wait.for === "work" && order.ending === null && !order.isPausing, () => {
          order.isPausing = true;
          order.tell("order.pausing");
          order.send({ is: "poke" });
        });
      case "resume":
        return this.#resume();
      case "retry":
        return this.#help(deed.seq, () => order.send({ is: "retry", key: deed.key }));
      case "skip":
        return this.#skip(deed.seq, deed.by);
      case "complete":
        return this.#help(deed.seq, () => order.send({ is: "complete" }));
      case "fail":
        if (order.stage?.state === "failed") return "WRONG_STATE";
        return this.#help(deed.seq, () => order.send({ is: "fail" }));
      case "force":
        return this.#force(deed.seq);
      case "cancel":
        return this.#if(order.end === null && order.ending === null, () => order.stop("cancelled"));
      case "drop":
        return this.#if(order.end === null, () => order.stop("cancelled", true));
      case "disown":
        if (order.end === null && order.ending === null) order.stop("failed");
        return null;
      case "back":
        return this.#back(deed.undoing);
      case "attach":
        order.tell("order.alertAttached");
        return null;
      case "alert back":
        if (order.watchUntil !== null) order.tell("order.judged");
        order.watchUntil = null;
        return null;
    }
  }

  #if(isAllowed: boolean, act: () => void): ErrorCode | null {
    if (!isAllowed) return "WRONG_STATE";
    act();
    return null;
  }

  #approve(by: string): ErrorCode | null {
    const { order } = this;
    if (order.wait.for !== "approval") return "WRONG_STATE";
    if (by === requester) return "OWN_REQUEST";
    if (order.approvals.includes(by)) return "TASK_ALREADY_DECIDED";
    order.approvals.push(by);
    order.tell("order.approved");
    order.send({ is: "approved" });
    return null;
  }

  #resume(): ErrorCode | null {
    const { order } = this;
    if (order.isPausing) {
      order.isPausing = false;
      order.tell("order.resumed");
      order.send({ is: "poke" });
      return null;
    }
    return this.#if(order.wait.for === "rest", () => order.send({ is: "resume" }));
  }

  #help(seq: number, act: () => void): ErrorCode | null {
    const { order } = this;
    return this.#if(order.wait.for === "help" && order.at === seq, act);
  }

  #skip(seq: number, by: string): ErrorCode | null {
    const { order } = this;
    const { stage } = order;
    if (order.wait.for !== "help" || order.at !== seq || stage === null) return "WRONG_STATE";
    if (stage.strategy?.isCritical === true && !order.plan.isTask) {
      if (stage.skipAskedBy === by) return "SECOND_PERSON_NEEDED";
      if (stage.skipAskedBy === null) {
        stage.skipAskedBy = by;
        order.tell("node.skipAsked");
        return null;
      }
    }
    order.send({ is: "skip" });
    return null;
  }

  #force(seq: number): ErrorCode | null {
    const { order } = this;
    const stage = order.stages[seq - 1];
    if (stage === undefined || stage.part === null || stage.isForced) return "WRONG_STATE";
    const isOpen = order.end === null && order.ending === null && !order.isBack;
    const isAhead = ["pending", "waiting_confirm", "running"].includes(stage.state);
    return this.#if(isOpen && isAhead, () => {
      stage.isForced = true;
      order.tell("group.forced");
    });
  }

  #back(undoing: Step[]): ErrorCode | null {
    const { order } = this;
    const mayTurn = ["failed", "cancelled", "partially_succeeded", "timed_out", "succeeded"];
    const isOver = order.end !== null && mayTurn.includes(order.end) && !order.isBack;
    return this.#if(isOver && undoing.length > 0, () => order.send({ is: "back", undoing }));
  }

  /** The other side or a person reports; whether anybody listens. */
  report(index: number, outcome: Outcome, now: number): boolean {
    this.order.now = now;
    const piece = this.order.pieces()[index];
    if (piece === undefined || !listens(piece)) return false;
    const { wait } = piece;
    if (wait.for === "report" && wait.by === "person") this.order.tell("node.performed");
    piece.send({ is: "heard", outcome });
    this.machine.afterWork();
    return true;
  }

  /** The answer to the call that is under way. */
  answer(index: number, outcome: Outcome, now: number): void {
    this.order.now = now;
    this.order.pieces()[index]?.send({ is: "heard", outcome });
    this.machine.afterWork();
  }

  /** The machine does everything there is to do at this moment. */
  run(now: number): void {
    this.order.now = now;
    this.machine.run();
  }
}

function listens({ wait, isDoubtful, wasToldLate }: Piece): boolean {
  if (wait.for === "report") return true;
  if (wait.for === "nothing")
    return !wasToldLate && (wait.end === "timed_out" || wait.end === "unknown");
  if (wait.for === "answer" && wait.call === "start") return true;
  return isDoubtful;
}
