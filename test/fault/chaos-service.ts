import { serve, type ServerType } from "@hono/node-server";
import { Hono } from "hono";
import type { AddressInfo } from "node:net";

const workMs = 600;

/** An outside system that outlives every kill and remembers what it was asked for, by retry key. */
export type ChaosService = {
  url: string;
  /** Effects, one per retry key: the subject and how often it was asked for. */
  effects: Map<string, { subject: string; calls: number; startedMs: number }>;
  stop: () => Promise<void>;
};

export async function startChaosService(): Promise<ChaosService> {
  const effects: ChaosService["effects"] = new Map();
  const app = new Hono();
  app.post("/work", async (c) => {
    const key = c.req.header("idempotency-key") ?? "none";
    const { subject } = await c.req.json<{ subject: string }>();
    const known = effects.get(key);
    effects.set(key, {
      subject,
      calls: (known?.calls ?? 0) + 1,
      startedMs: known?.startedMs ?? Date.now(),
    });
    return c.json({}, 202, { location: `/work/${encodeURIComponent(key)}` });
  });
  app.get("/work/:key", (c) => {
    const effect = effects.get(c.req.param("key"));
    if (effect === undefined) return c.json({ error: "unknown" }, 404);
    const isDone = Date.now() - effect.startedMs >= workMs;
    return c.json({ state: isDone ? "succeeded" : "running" });
  });
  const server = await new Promise<ServerType>((resolve) => {
    const started = serve({ fetch: app.fetch, hostname: "127.0.0.1", port: 0 }, () =>
      resolve(started),
    );
  });
  const { port } = server.address() as AddressInfo;
  const stop = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return { url: `http://127.0.0.1:${port}`, effects, stop };
}
