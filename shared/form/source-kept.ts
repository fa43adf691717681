import { createHash } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import { dayMs } from "#shared/core/clock.ts";
import { here } from "#shared/table/model.ts";
import type { External, ExternalOption } from "./schema.ts";
import { OptionAnswerEntity } from "./source-entity.ts";

export type Kept = { options: ExternalOption[]; at: string };

/** An item takes 400 KB. Lists pack to about a fifth: what is larger than this is kept by nobody. */
const mostPacked = 350_000;

/** The same address read in the same way gives the same options, whichever template asks. */
export function sourceKey(field: External, url: string): string {
  const { itemsPath, valuePath, labelPath } = field;
  const read = JSON.stringify([url, itemsPath, valuePath, labelPath]);
  return createHash("sha256").update(read).digest("hex");
}

/** The last good answer, if it is at most a day old at `now`. The table removes it some time after. */
export async function findKept(key: string, now: string): Promise<Kept | undefined> {
  const { data } = await OptionAnswerEntity.get({ sourceKey: key }).go(here());
  if (data === null || Date.parse(now) - Date.parse(data.fetchedAt) > dayMs) return undefined;
  const text = gunzipSync(Buffer.from(data.packed, "base64")).toString("utf8");
  return { options: JSON.parse(text) as ExternalOption[], at: data.fetchedAt };
}

// A copy of what others know, not a record: it goes past `commit`, and by the wall clock, as limits do.
export async function keep(key: string, { options, at }: Kept): Promise<void> {
  const packed = gzipSync(JSON.stringify(options)).toString("base64");
  if (packed.length > mostPacked) return;
  const expiresAt = Math.ceil((Date.now() + dayMs) / 1000);
  await OptionAnswerEntity.put({ sourceKey: key, packed, fetchedAt: at, expiresAt }).go(here());
}
