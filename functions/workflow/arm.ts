import { ringToken } from "#functions/lib/machine.ts";
import { hangBell, type Bell } from "#shared/workflow/bell.ts";

/**
 * Hangs up the bell of a machine that is about to sleep. If the record moved on meanwhile, whoever moved it
 * found no bell or an old one: then ring at once.
 */
export async function arm(bell: Bell, currentVersion: () => Promise<number>): Promise<void> {
  await hangBell(bell);
  if ((await currentVersion()) !== bell.version) await ringToken(bell.token);
}
