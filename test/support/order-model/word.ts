import { Stop, type Way } from "./flow.ts";
import type { Order } from "./order.ts";
import { second } from "./plan.ts";
import type { Stage } from "./stage.ts";

/** People are waited for: to confirm what comes, or to let the order go on. */

/** The word of somebody who sees what comes; she may refuse it, or not answer. */
export function* askWord(order: Order, stage: Stage, version: string): Way<void> {
  const { confirmTimeoutSeconds = 0, ifUnconfirmed = "pause" } = stage.strategy ?? {};
  const lacks = !stage.hasBegun && stage.step !== null && order.world.look(stage.seq).lacks;
  stage.state = lacks ? "waiting_params" : "waiting_confirm";
  stage.word = null;
  order.tell("node.waiting");
  const until = confirmTimeoutSeconds === 0 ? null : order.now + confirmTimeoutSeconds * second;
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
      order.tell("node.confirmed");
      return yield* restIfWished(order);
    }
    order.tell("node.declined");
    if (isGivenUp) throw new Stop("failed");
    return yield* rest(order);
  }
}

export function* restIfWished(order: Order): Way<void> {
  if (order.isPausing) yield* rest(order);
}

export function* rest(order: Order): Way<void> {
  order.isPausing = false;
  order.tell("order.paused");
  for (;;) {
    const signal = yield { for: "rest" };
    if (signal.is !== "resume") continue;
    return order.tell("order.resumed");
  }
}
