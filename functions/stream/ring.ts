import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { DynamoDBRecord } from "aws-lambda";
import { ringBell, startMachine, wake, type Target } from "#functions/lib/machine.ts";

type Watched = {
  __edb_e__?: string;
  ticketId?: string;
  orderId?: string;
  version?: number;
  wakeAt?: string;
  knocks?: number;
};

function imageOf(image: Record<string, unknown> | undefined): Watched {
  return image === undefined ? {} : unmarshall(image as never);
}

function targetOf(row: Watched): Target | undefined {
  const version = row.version ?? 0;
  if (row.__edb_e__ === "ticket") return { kind: "ticket", id: row.ticketId ?? "", version };
  if (row.__edb_e__ === "order") return { kind: "order", id: row.orderId ?? "", version };
  return undefined;
}

/**
 * Rings the machine of a ticket or an order at which somebody knocked: the next instant changed, and not by
 * the machine itself. A record to which nothing happens by time alone has no machine and costs no transition.
 */
export async function ringOf(record: DynamoDBRecord): Promise<void> {
  const row = imageOf(record.dynamodb?.NewImage);
  const target = targetOf(row);
  if (target === undefined) return;
  const before = imageOf(record.dynamodb?.OldImage);
  if ((row.knocks ?? 0) === (before.knocks ?? 0)) return;
  // Nothing is due any more: a machine that still sleeps may end, a new one is not needed.
  if (row.wakeAt === undefined) await ringBell(target.id);
  else if (before.wakeAt === undefined) await startMachine(target);
  else await wake(target);
}
