import { useEnvironmentCheck } from "#shared/setting/environment.ts";
import { startInstance as start } from "#shared/setting/instance.ts";
import type { Release } from "#shared/setting/init-record.ts";
import { env } from "./env.ts";
import { logger } from "./logger.ts";

/** Which deployment this process belongs to. */
export function ownRelease(): Release {
  return { id: env().releaseId, order: env().releaseOrder };
}

/** What every process does as it starts; call it once, at the top of a handler. */
export function startInstance(): void {
  useEnvironmentCheck(() => void env());
  const failed = start();
  if (failed.length > 0) logger.error("this instance can't work", { failed });
}
