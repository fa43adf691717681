import { Over, type Way } from "./flow.ts";
import type { Order } from "./order.ts";
import { decisionSeconds, second } from "./plan.ts";

/** What stands before the start: values, approval, the hour. */

export function* gates(order: Order): Way<void> {
  const decideUntil = () => order.now + decisionSeconds * second;
  if (!order.plan.isComplete) {
    yield* decision(order, "values", decideUntil());
    order.tell("order.filled");
  }
  const until = decideUntil();
  while (order.approvals.length < order.plan.approvals) yield* decision(order, "approval", until);
  const startAt = order.startsAt;
  while (startAt > order.now) yield { for: "hour", until: startAt };
}

function* decision(order: Order, what: "values" | "approval", until: number): Way<void> {
  for (;;) {
    const signal = yield { for: what, until };
    if (signal.is === "filled" || signal.is === "approved") return;
    if (signal.is !== "time" && signal.is !== "rejected") continue;
    order.tell(signal.is === "time" ? "order.expired" : "order.rejected");
    throw new Over(signal.is === "time" ? "expired" : "rejected");
  }
}
