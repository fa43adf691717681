import type { AutomateNode } from "#shared/approval/chain.ts";
import type { FormValues } from "#shared/core/condition.ts";
import { orderIdOf, type TaskRecord, type TicketRecord } from "#shared/ticket/record.ts";
import { HttpRequestParameters } from "#shared/action/catalogue/http-request.ts";
import type { Run } from "./engine.ts";
import { fill, fillUrl } from "./fill.ts";

/** Where this product is reached, for `{{platform.url}}` and callbacks. */
export function platformUrl(): string {
  return process.env["PUBLIC_URL"] ?? "http://127.0.0.1:3000";
}

function fillParameters(
  raw: Record<string, unknown>,
  context: Record<string, unknown>,
): HttpRequestParameters {
  const { url, ...rest } = raw;
  const filled = fill(rest, context) as Record<string, unknown>;
  return HttpRequestParameters.parse({ ...filled, url: fillUrl(String(url), context) });
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
): Run {
  const orderId = orderIdOf(task);
  const platform = { url: platformUrl() };
  const callback = { url: `${platform.url}/api/orders/${orderId}/nodes/1/callback` };
  const { number, title, requester, department } = ticket;
  const context = {
    form: values,
    ticket: { number, title, requester, department },
    platform,
    callback,
  };
  const at = task.createdAt;
  return {
    order: {
      orderId,
      version: 1,
      state: "running",
      name: node.name,
      ticket: { id: ticket.ticketId, number: number ?? "", title },
      requester,
      createdAt: at,
      updatedAt: at,
      wakeAt: at,
      knocks: 1,
    },
    nodes: [
      {
        orderId,
        seq: 1,
        name: node.name,
        action: node.action,
        parameters: fillParameters(node.parameters, context),
        state: "pending",
        phase: null,
        attempt: 0,
        retries: 0,
        statusUrl: null,
        polls: 0,
        nextLookAt: null,
        deadlineAt: null,
        startedAt: null,
        finishedAt: null,
        result: null,
        error: null,
        progress: null,
        endedBy: null,
        reason: null,
      },
    ],
  };
}
