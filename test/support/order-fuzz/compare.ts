import { isEnded } from "#shared/order/engine/frame.ts";
import type { Work } from "#shared/order/record.ts";
import type { Model } from "#test/support/order-model/model.ts";
import type { Piece } from "#test/support/order-model/piece.ts";
import { instant, type OrderTable } from "./table.ts";

/** What engine and model say of an order, in the same words. */

const at = (ms: number | null) => (ms === null ? "-" : instant(ms).slice(5, 19));
const short = (text: string | null) => text?.slice(5, 19) ?? "-";

const waits: Record<string, string> = {
  values: "waiting_params",
  approval: "pending_approval",
  hour: "scheduled",
  word: "waiting_confirm",
  rest: "paused",
  help: "paused",
};

function workSays(work: Work): string {
  const { state, phase, call, retries, tryAt, leaseAt, deadlineAt, nextLookAt } = work;
  const key = `#${retries}`;
  if (state === "pending") return `turn ${short(tryAt)} ${key}`;
  if (state !== "running") return `${state} ${short(nextLookAt)} ${key}`;
  switch (phase) {
    case "calling":
      return `answer ${call} ${short(leaseAt)} ${key}`;
    case "wants":
      return `line ${call} ${short(tryAt)} ${key}`;
    case "polling":
      return `look ${short(nextLookAt)} ${key}`;
    default:
      return `report ${phase} ${short(deadlineAt)} ${key}`;
  }
}

function pieceSays({ wait, key: number }: Piece): string {
  const key = `#${number}`;
  switch (wait.for) {
    case "turn":
      return `turn ${at(wait.from)} ${key}`;
    case "nothing":
      return `${wait.end} ${at(wait.lookAt)} ${key}`;
    case "answer":
      return `answer ${wait.call} ${at(wait.until)} ${key}`;
    case "line":
      return `line ${wait.call} ${at(wait.from)} ${key}`;
    case "look":
      return `look ${at(wait.at)} ${key}`;
    case "report":
      return `report awaiting_${wait.by} ${at(wait.until)} ${key}`;
  }
}

export function engineSays(table: OrderTable): string[] {
  const { order } = table;
  const { state, direction, failures, isPausing, ending, wakeAt } = order;
  const nodes = [...table.nodes.values()].toSorted((a, b) => a.seq - b.seq);
  return [
    `${state} at ${order.at} ${direction}, ${failures} failures`,
    `${isPausing ? "pausing " : ""}${isEnded(order) ? "" : (ending?.as ?? "")}`,
    `next ${short(wakeAt)}`,
    nodes.map((node) => node.state).join(" "),
    ...(table.frame().works.map(workSays) ?? []),
  ];
}

export function modelSays({ order, machine }: Model): string[] {
  const { wait, isBack, failures, isPausing, ending, end, stages } = order;
  const moving = ending === null ? (isBack ? "rolling_back" : "running") : "cancelling";
  const state = end ?? waits[wait.for] ?? moving;
  return [
    `${state} at ${order.at} ${isBack ? "back" : "forward"}, ${failures} failures`,
    `${isPausing ? "pausing " : ""}${ending ?? ""}`,
    `next ${at(machine.nextAt())}`,
    stages.map((stage) => stage.state).join(" "),
    ...order.pieces().map(pieceSays),
  ];
}
