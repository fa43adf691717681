import { workflowTasks } from "../workflow-tasks.ts";
import type { LambdaHandler } from "./lambda.ts";

/** The product's Lambda handlers; `workflow` is keyed by function name (advance-ticket, …). */
export type Handlers = {
  api: LambdaHandler;
  stream: LambdaHandler;
  reconcile: LambdaHandler;
  initialise: LambdaHandler;
  workflow: Record<string, LambdaHandler>;
};

/** Names of the functions that the state machines call. */
export const workflowNames: string[] = [...workflowTasks.approval, ...workflowTasks.run];

/** Imports the product's handlers. They read the environment as they load, so it must be in place by now. */
export async function loadHandlers(): Promise<Handlers> {
  const [api, stream, reconcile, initialise, ...workflow] = await Promise.all(
    [
      "api/handler",
      "stream/handler",
      "cron/reconcile",
      "cron/initialise",
      ...workflowNames.map((name) => `workflow/${name}`),
    ].map(load),
  );
  if (!api || !stream || !reconcile || !initialise) throw new Error("A handler is missing.");
  const named = workflowNames.flatMap((name, index) => {
    const handler = workflow[index];
    return handler ? [[name, handler] as const] : [];
  });
  return { api, stream, reconcile, initialise, workflow: Object.fromEntries(named) };
}

async function load(path: string): Promise<LambdaHandler> {
  const file = new URL(`../../functions/${path}.ts`, import.meta.url).href;
  // Vite, under which tests run, must not try to foresee what is imported here.
  const module = (await import(/* @vite-ignore */ file)) as { handler?: LambdaHandler };
  if (!module.handler) throw new Error(`functions/${path}.ts exports no handler.`);
  return module.handler;
}
