import { Over, type Way } from "./flow.ts";
import type { Order } from "./order.ts";
import type { Failure, Stage } from "./stage.ts";
import { askWord, rest, restIfWished } from "./word.ts";

/** One step: it begins, does its work, and what people do about it when it failed. */

/** One step, from its turn until the order goes on behind it. */
export function* turn(order: Order, stage: Stage): Way<void> {
  order.at = stage.seq;
  order.stage = stage;
  for (;;) {
    const opened = yield* open(order, stage);
    if (opened === "left out") break;
    const isDone =
      opened === "begun" ? yield* carryOn(order, stage) : yield* mend(order, stage, "failed");
    if (isDone) break;
  }
  if (isLastOfPart(order, stage)) order.endPart("succeeded");
  order.at = stage.seq + 1;
  if (order.at <= order.stages.length) yield* restIfWished(order);
}

function isLastOfPart(order: Order, { seq }: Stage): boolean {
  const { part } = order;
  return part?.part !== null && part !== null && seq === part.seq + (part.part?.steps.length ?? 0);
}

function* open(order: Order, stage: Stage): Way<"left out" | "faulty" | "begun"> {
  for (;;) {
    if (stage.strategy?.gracefulOnly === true && order.part?.isForced === true) {
      stage.state = "skipped";
      order.tell("node.skipped");
      return "left out";
    }
    if (order.isPausing) {
      yield* rest(order);
      continue;
    }
    const sight = order.world.look(stage.seq);
    const isFaulty = sight.isFaulty || sight.lacks;
    const lacks = sight.lacks && !order.plan.isTask;
    const isUnseen = stage.word === null && (lacks || stage.strategy?.preConfirm === true);
    const isOther = stage.word !== null && !isFaulty && stage.word.version !== sight.version;
    if (isUnseen || isOther) {
      yield* askWord(order, stage, sight.version);
      continue;
    }
    stage.hasBegun = true;
    if (isFaulty) return "faulty";
    order.tell("node.started");
    const step = stage.step ?? no();
    stage.begin(sight, { now: () => order.now, step, tell: (event) => order.tell(event) });
    return "begun";
  }
}

function no(): never {
  throw new Error("a part is no step");
}

/** Until it is behind the order; false: it is to be looked at afresh. */
function* carryOn(order: Order, stage: Stage): Way<boolean> {
  for (;;) {
    const result = yield* work(order, stage);
    if (result === "succeeded") return pass(order, stage);
    const isBehind = yield* mend(order, stage, result);
    if (isBehind) return true;
  }
}

function* work(order: Order, stage: Stage): Way<Failure | "succeeded"> {
  for (;;) {
    while (stage.running().length > 0) yield { for: "work" };
    if (stage.isTooMuch()) return stage.worst();
    if (!stage.hasLeft()) return "succeeded";
    if (stage.isBatchOver()) {
      order.tell("node.batch");
      stage.nextBatch(order.now);
    }
    if (order.isPausing) yield* rest(order);
    else if (stage.needsBatchWord()) yield* askWord(order, stage, "");
    else yield { for: "work" };
  }
}

export function pass(order: Order, stage: Stage): true {
  stage.state = "succeeded";
  order.failures += stage.failures().length;
  order.done.push(stage);
  order.tell("node.succeeded");
  return true;
}

/** It failed: what then happens. True when the order goes on behind it. */
function* mend(order: Order, stage: Stage, failure: Failure): Way<boolean> {
  stage.state = failure;
  stage.pauseUntil = null;
  order.tell(failure === "timed_out" ? "node.timedOut" : `node.${failure}`);
  const { onFailure } = stage.strategy ?? no();
  if (failure !== "unknown" && !order.isBack && onFailure !== "pause") {
    if (onFailure === "abort") {
      order.endPart("failed");
      throw new Over("failed");
    }
    order.failures += 1;
    return true;
  }
  order.isPausing = false;
  order.tell("order.paused");
  for (;;) {
    const signal = yield { for: "help" };
    switch (signal.is) {
      case "retry":
        retry(order, stage, signal.key);
        return false;
      case "skip":
        [stage.state, stage.isByHand] = ["skipped", true];
        order.failures += 1;
        order.tell("node.skipped");
        return true;
      case "complete":
        [stage.state, stage.isByHand] = ["succeeded", true];
        order.tell("node.completedByHand");
        return true;
      case "fail":
        for (const piece of stage.failures()) piece.send({ is: "declared failed" });
        stage.state = "failed";
        order.tell("node.failedByHand");
        break;
      default:
    }
  }
}

function retry(order: Order, stage: Stage, key: "same" | "fresh" | undefined): void {
  for (const piece of stage.failures()) {
    const isFresh = key === undefined ? piece.end() === "failed" : key === "fresh";
    piece.send({ is: "retry", isFresh });
  }
  stage.skipAskedBy = null;
  stage.hasBegun = stage.pieces.length > 0;
  stage.state = stage.hasBegun ? "running" : "pending";
  order.tell("node.retried");
}
