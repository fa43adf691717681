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

/** Runs what every process runs as it starts, and keeps in its memory how that went. */
export function startInstance(now: () => string): void {
  for (const task of initTasks) {
    if (task.strategy !== "every_instance") continue;
    runs.set(task.code, { at: now(), error: attempt(task) });
  }
}

/** How a task went in this process; undefined when it does not run it. */
export function instanceRun(code: string): InstanceRun | undefined {
  return runs.get(code);
}
