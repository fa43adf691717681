import { after, secondMs } from "#shared/core/clock.ts";
import { AppError } from "#shared/core/error.ts";
import { put, type Write } from "#shared/table/commit.ts";
import { here } from "#shared/table/model.ts";
import { OrderLockEntity } from "./entity.ts";
import type { OrderRecord } from "./record.ts";

/**
 * One order at a time holds a concurrency key, from its creation to its end, rests included; then the key cools
 * down. The row names its holder: only the holder frees it, and a claim checks that it still is the holder.
 */

type Held = Pick<OrderRecord, "orderId" | "lock" | "startedAt">;

/** Takes the key in the order's first commit. Cool-down does not count for drills and behind broken glass. */
export function takeLock(
  { orderId, lock }: Held,
  { now, isWarm }: { now: string; isWarm: boolean },
): Write[] {
  if (lock === null) return [];
  const params = OrderLockEntity.put({ key: lock.key, orderId, since: now })
    .where((row, { notExists, lte }) => {
      const isFree = notExists(row.orderId);
      if (isWarm) return isFree;
      return `${isFree} AND (${notExists(row.freeAt)} OR ${lte(row.freeAt, now)})`;
    })
    .params(here());
  return [put(params, "ORDER_HELD")];
}

/** Frees it in the order's last commit (ORDER_HELD: it was taken away). What never started needs no cool-down. */
export function freeLock({ orderId, lock, startedAt }: Held, now: string): Write[] {
  if (lock === null) return [];
  const freeAt = startedAt === null ? now : after(now, lock.cooldownSeconds * secondMs);
  const params = OrderLockEntity.put({ key: lock.key, freeAt })
    .where((row, { eq }) => eq(row.orderId, orderId))
    .params(here());
  return [put(params, "ORDER_HELD")];
}

/** The fence: nothing is done for an order that is no longer the holder. */
export function holdsLock({ orderId, lock }: Held): Write[] {
  if (lock === null) return [];
  const { Key, TableName } = OrderLockEntity.get({ key: lock.key }).params(here());
  const holder = { ConditionExpression: "orderId = :holder" };
  const values = { ExpressionAttributeValues: { ":holder": orderId } };
  const params = { Key, TableName, ...holder, ...values };
  return [{ kind: "ConditionCheck", params, taken: "ORDER_HELD" }];
}

/** A key is not whose it should be. */
export function isHeld(error: unknown): boolean {
  return error instanceof AppError && error.code === "ORDER_HELD";
}

type KeyState = { orderId: string | null; since: string; freeAt: string | null };

/** Who holds a key, or until when it cools down. */
export async function stateOfKey(key: string): Promise<KeyState> {
  const { data } = await OrderLockEntity.get({ key }).go({ ...here(), consistent: true });
  const { orderId = null, since = "", freeAt = null } = data ?? {};
  return { orderId, since, freeAt };
}

/** Says why a key could not be taken, and by whom it is held. */
export async function refusalOf(key: string, now: string): Promise<AppError> {
  const { orderId, since, freeAt: restsUntil } = await stateOfKey(key);
  if (orderId !== null) {
    const current = { orderId, since };
    return new AppError("ORDER_HELD", "Another run holds the key of this plan.", { current });
  }
  const freeAt = restsUntil ?? now;
  const retryAfterSeconds = Math.max(1, Math.ceil((Date.parse(freeAt) - Date.parse(now)) / 1000));
  const given = { retryAfterSeconds, current: { freeAt } };
  return new AppError("COOLING_DOWN", "It was run a short while ago.", given);
}
