import type { DynamoDBRecord } from "aws-lambda";
import { now } from "#functions/lib/clock.ts";
import { systemCtx } from "#shared/core/ctx.ts";
import { cleanUpDrill } from "#shared/order/clean-up.ts";
import { OrderEntity } from "#shared/order/entity.ts";
import { orderOf } from "#shared/order/store.ts";
import { judgePlan } from "#shared/trigger/breaker.ts";
import { imageBefore, imageOf } from "./image.ts";

/** A plan's counts got worse: it may lose trust, or be disabled. */
async function countsOf(record: DynamoDBRecord): Promise<void> {
  const stats = imageOf(record, "planStats");
  const before = imageBefore(record, "planStats");
  const inARow = Number(stats?.["ineffectiveInARow"] ?? 0);
  if (inARow <= Number(before?.["ineffectiveInARow"] ?? 0)) return;
  await judgePlan(systemCtx("breaker", now()), String(stats?.["planId"]));
}

/** A drill has ended: what it did is undone, if its plan says so. */
async function drillOf(record: DynamoDBRecord): Promise<void> {
  const Item = imageOf(record, "order");
  const data = Item === undefined ? null : OrderEntity.parse({ Item }).data;
  if (data !== null) await cleanUpDrill(systemCtx("drill", now()), orderOf(data));
}

/** What follows from the end of a run. */
export async function runEndOf(record: DynamoDBRecord): Promise<void> {
  await Promise.all([countsOf(record), drillOf(record)]);
}
