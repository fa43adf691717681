import { secondMs } from "#shared/core/clock.ts";
import { AppError } from "#shared/core/error.ts";
import { callOutside } from "#shared/outbound/request.ts";
import { loadSettings } from "#shared/setting/load.ts";
import type { External, ExternalOption } from "./schema.ts";
import { BadAnswer, optionsIn } from "./source-answer.ts";
import { findKept, keep, sourceKey, type Kept } from "./source-kept.ts";

/** `cache`: asked a moment ago; `stale`: the source is silent, and this is what it said last. */
export type Offer = { options: ExternalOption[]; source: "live" | "cache" | "stale"; at: string };

const mostBytes = 1024 * 1024;

async function ask(field: External, url: string): Promise<ExternalOption[]> {
  const { outbound: rules } = await loadSettings(["outbound"]);
  const { status, text } = await callOutside(url, {
    method: "GET",
    rules,
    headers: { accept: "application/json" },
    timeoutMs: field.timeoutSeconds * secondMs,
    maxBytes: mostBytes,
    isWhole: true,
    isSecret: true,
  });
  // A redirect is no answer either: it may lead to where nobody may call.
  if (status !== 200) throw new BadAnswer(`HTTP ${status}`);
  return optionsIn(text, field);
}

function isFresh({ at }: Kept, field: External, now: string): boolean {
  return Date.parse(now) - Date.parse(at) < field.cacheSeconds * secondMs;
}

/**
 * What the source at `url` offers at `now`. `isAnew` asks it even if it was asked a moment ago. Throws
 * UPSTREAM_FAILED when it gives no good answer and has given none for a day; its own words stay here.
 */
export async function offerOf(
  field: External,
  url: string,
  { now, isAnew = false }: { now: string; isAnew?: boolean },
): Promise<Offer> {
  const key = sourceKey(field, url);
  const kept = await findKept(key, now);
  if (kept !== undefined && !isAnew && isFresh(kept, field, now)) {
    return { ...kept, source: "cache" };
  }
  try {
    const options = await ask(field, url);
    await keep(key, { options, at: now });
    return { options, source: "live", at: now };
  } catch {
    if (kept !== undefined) return { ...kept, source: "stale" };
    throw new AppError("UPSTREAM_FAILED", "The source of these options gives no answer.");
  }
}
