import type { AutomateNode } from "#shared/approval/chain.ts";
import type { FormValues } from "#shared/core/condition.ts";
import { actionOf } from "#shared/action/catalogue/index.ts";
import type { Write } from "#shared/table/commit.ts";
import { orderIdOf, type TaskRecord, type TicketRecord } from "#shared/ticket/record.ts";
import { newNode, newOrder } from "./blank.ts";
import { fill, fillUrl } from "./fill.ts";
import { callbackUrl, platformUrl } from "./own-address.ts";
import type { NodeRecord, OrderRecord } from "./record.ts";
import { createOrderRow, nodeRows } from "./store.ts";

function fillParameters(
  action: string,
  raw: Record<string, unknown>,
  context: Record<string, unknown>,
): Record<string, unknown> {
  const { url, ...rest } = raw;
  const filled = fill(rest, context) as Record<string, unknown>;
  // Addresses are filled in with care: no value of a form may leave its place in them.
  const whole = typeof url === "string" ? { ...filled, url: fillUrl(url, context) } : filled;
  const parsed = actionOf(action).parameters.safeParse(whole);
  return parsed.success ? (parsed.data as Record<string, unknown>) : whole;
}

/**
 * The order behind an automation task. Its parameters are filled in here, once, from what was approved:
 * what runs later is this snapshot.
 */
export function runFor(
  task: TaskRecord,
  node: AutomateNode,
  ticket: TicketRecord,
  values: FormValues,
): { order: OrderRecord; node: NodeRecord } {
  const orderId = orderIdOf(task);
  const { number, title, requester, department } = ticket;
  const callback = { url: callbackUrl(orderId, 1) };
  const context = {
    form: values,
    ticket: { number, title, requester, department },
    platform: { url: platformUrl() },
    callback,
  };
  const at = task.createdAt;
  const { risk } = actionOf(node.action);
  const parameters = fillParameters(node.action, node.parameters, context);
  const order = newOrder({
    orderId,
    version: 1,
    state: "running",
    name: node.name,
    ticket: { id: ticket.ticketId, number: number ?? "", title },
    trigger: { kind: "TICKET", sourceId: ticket.ticketId, labels: {} },
    requester,
    nodeCount: 1,
    // Its ticket's time is its time.
    timeoutSeconds: 0,
    createdAt: at,
    startedAt: at,
    updatedAt: at,
    wakeAt: at,
  });
  const place = { orderId, seq: 1, label: "1", stepId: node.id, name: node.name };
  return { order, node: newNode({ ...place, action: node.action, risk, parameters }) };
}

/** The rows of a task's order, for the commit that makes the task; the ticket's timeline tells of it. */
export function taskOrderRows({ order, node }: ReturnType<typeof runFor>): Write[] {
  return [createOrderRow(order), ...nodeRows([node])];
}
