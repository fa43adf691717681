/** Release orders of a platform that does nothing by itself. Times are milliseconds of its clock. */

export type State = "CREATED" | "EXECUTING" | "WAIT_CONFIRM" | "DONE" | "FAILED" | "CANCELLED";

export type Order = {
  id: string;
  app: string;
  /** Pods before, and wanted. */
  from: number;
  replicas: number;
  state: State;
  /** The pod of this order that waits to be confirmed; also the last one that was. */
  step: number;
  reason: string | undefined;
  createdMs: number;
  /** When what executes gets to its next state. */
  dueMs: number;
  breaksAt: Break | undefined;
  /** What the query interface knows, and since when. */
  seen: { sinceMs: number; view: OrderView }[];
};

/** The pod that does not come up, and what is said about it. */
export type Break = { step: number; reason: string };

export type OrderView = {
  orderId: string;
  app: string;
  from: number;
  replicas: number;
  state: State;
  /** Null unless it waits for a confirmation. */
  step: number | null;
  /** Pods of the application as this order left them. */
  pods: number;
  reason: string | null;
};

export type Platform = {
  /** Running pods by application. */
  apps: Map<string, number>;
  orders: Order[];
  /** Until a pod is up, and until the query interface shows a change. */
  podMs: number;
  lagMs: number;
  nextBreak: Break | undefined;
};

const isOpen = ({ state }: Order) => !["DONE", "FAILED", "CANCELLED"].includes(state);
const growth = ({ from, replicas }: Order) => Math.max(0, replicas - from);

function viewOf({ apps }: Platform, order: Order): OrderView {
  const { id, app, from, replicas, state, step, reason = null } = order;
  return {
    ...{ orderId: id, app, from, replicas, state },
    step: state === "WAIT_CONFIRM" ? step : null,
    pods: apps.get(app) ?? 0,
    reason,
  };
}

function move(platform: Platform, order: Order, state: State, atMs: number): void {
  order.state = state;
  order.seen.push({ sinceMs: atMs, view: viewOf(platform, order) });
}

export function createOrder(
  platform: Platform,
  { app, replicas }: { app: string; replicas: number },
  nowMs: number,
): Order {
  const order: Order = {
    ...{ id: `ro-${1001 + platform.orders.length}`, app, replicas, createdMs: nowMs },
    ...{ from: platform.apps.get(app) ?? 0, state: "CREATED", step: 0, reason: undefined },
    ...{ dueMs: 0, breaksAt: platform.nextBreak, seen: [] },
  };
  platform.nextBreak = undefined;
  platform.orders.push(order);
  move(platform, order, "CREATED", nowMs);
  return order;
}

/** Whether an order that is still open wants the same already. */
export function isWanted(platform: Platform, given: { app: string; replicas: number }): boolean {
  return platform.orders.some(
    (order) => isOpen(order) && order.app === given.app && order.replicas === given.replicas,
  );
}

function nextPod(platform: Platform, order: Order): void {
  const atMs = order.dueMs;
  const pods = platform.apps.get(order.app) ?? 0;
  if (order.replicas < order.from) {
    platform.apps.set(order.app, order.replicas);
    return move(platform, order, "DONE", atMs);
  }
  if (order.breaksAt?.step === order.step + 1) {
    order.reason = order.breaksAt.reason;
    return move(platform, order, "FAILED", atMs);
  }
  order.step += 1;
  platform.apps.set(order.app, pods + 1);
  return move(platform, order, "WAIT_CONFIRM", atMs);
}

/** Lets everything happen that is due by now. */
export function advance(platform: Platform, nowMs: number): void {
  for (const order of platform.orders)
    if (order.state === "EXECUTING" && order.dueMs <= nowMs) nextPod(platform, order);
}

function go(platform: Platform, order: Order, nowMs: number): void {
  order.dueMs = nowMs + platform.podMs;
  move(platform, order, "EXECUTING", nowMs);
}

/** Why a command can't be: what it would do was done, is not its turn, or never will be. */
export type Refusal = "ALREADY_EXECUTED" | "ALREADY_CONFIRMED" | "NOT_ITS_TURN" | "ORDER_ENDED";

export function execute(platform: Platform, order: Order, nowMs: number): Refusal | undefined {
  if (order.state === "CANCELLED") return "ORDER_ENDED";
  if (order.state !== "CREATED") return "ALREADY_EXECUTED";
  go(platform, order, nowMs);
  return undefined;
}

export function confirm(
  platform: Platform,
  order: Order,
  step: number,
  nowMs: number,
): Refusal | undefined {
  const isWaiting = order.state === "WAIT_CONFIRM";
  if (step < order.step || (step === order.step && !isWaiting && order.state !== "CANCELLED"))
    return "ALREADY_CONFIRMED";
  if (!isOpen(order)) return "ORDER_ENDED";
  if (!isWaiting || step !== order.step) return "NOT_ITS_TURN";
  if (step === growth(order)) move(platform, order, "DONE", nowMs);
  else go(platform, order, nowMs);
  return undefined;
}

/** Pods that are up stay. */
export function cancel(platform: Platform, order: Order, nowMs: number): Refusal | undefined {
  if (!isOpen(order)) return "ORDER_ENDED";
  move(platform, order, "CANCELLED", nowMs);
  return undefined;
}

/** The query interface is behind: it shows what was some time ago, but the creation at once. */
export function shown({ lagMs }: Platform, order: Order, nowMs: number): OrderView | undefined {
  const seen = order.seen.findLast(({ sinceMs }) => sinceMs <= nowMs - lagMs) ?? order.seen[0];
  return seen?.view;
}
