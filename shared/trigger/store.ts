import { dayMs } from "#shared/core/clock.ts";
import { newId } from "#shared/core/id.ts";
import { toItem } from "#shared/table/attribute.ts";
import { put, type Write } from "#shared/table/commit.ts";
import { here } from "#shared/table/model.ts";
import { GuardEntity, TriggerEntity } from "./entity.ts";
import type { GuardRecord, TriggerRecord } from "./record.ts";

/** Alerts are kept this long; the orders they led to stay. */
const keptMs = 90 * dayMs;

export async function loadGuard(planId: string): Promise<GuardRecord> {
  const { data } = await GuardEntity.get({ planId }).go({ ...here(), consistent: true });
  return data ?? { planId, version: 0, recent: [] };
}

/** Refused when another alert was faster: it decides again on what that one did. */
export function putGuard({ planId, version, recent }: GuardRecord): Write {
  const guard = { planId, version: version + 1, recent: recent.slice(-500) };
  const params = GuardEntity.put(guard)
    .where((row, { eq, notExists }) =>
      version === 0 ? notExists(row.version) : eq(row.version, version),
    )
    .params(here());
  return put(params);
}

export function triggerRow(
  record: Omit<TriggerRecord, "triggerId">,
  triggerId = newId("trigger"),
): Write {
  const expiresAt = Math.floor((Date.parse(record.at) + keptMs) / 1000);
  const row = { ...toItem(record), triggerId, expiresAt };
  return put(TriggerEntity.create(row).params(here()), "ALREADY_EXISTS");
}
