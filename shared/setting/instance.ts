import type { InitTask } from "./init-record.ts";
import { initTasks } from "./init-tasks.ts";

/** How a task went in this process. */
export type InstanceRun = { at: string; error: string | null };

const runs = new Map<string, InstanceRun>();

function attempt(task: Extract<InitTask, { strategy: "every_instance" }>): string | null {
  try {
    task.run();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message.slice(0, 500) : String(error);
  }
}

/**
 * Runs what every process runs as it starts, and keeps in its memory how that went. Throws nothing; gives the codes
 * of what failed.
 */
export function startInstance(): string[] {
  for (const task of initTasks) {
    if (task.strategy !== "every_instance") continue;
    // Real time: what tells the product's may be just what is missing.
    runs.set(task.code, { at: new Date().toISOString(), error: attempt(task) });
  }
  return [...runs.keys()].filter((code) => runs.get(code)?.error !== null);
}

/** How a task went in this process; undefined when it does not run it. */
export function instanceRun(code: string): InstanceRun | undefined {
  return runs.get(code);
}
