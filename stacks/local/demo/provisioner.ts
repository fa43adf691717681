import { Hono } from "hono";

type Server = { id: string; name: string; startedAtMs: number; fails: boolean };

/** How long building a server takes here. */
const buildMs = 4000;

/**
 * A small outside system for the demo: builds "servers" as a provisioning service would. POST answers 202 with
 * a Location, GET there tells how far it is. The same Idempotency-Key is the same server. A name that begins
 * with `flaky` fails the first time it is asked for, so that an operator has something to do.
 */
export function provisioner(base: string): Hono {
  const byKey = new Map<string, Server>();
  const byId = new Map<string, Server>();
  const asked = new Map<string, number>();
  const app = new Hono().basePath(base);

  app.post("/servers", async (c) => {
    const key = c.req.header("idempotency-key") ?? crypto.randomUUID();
    const { name } = await c.req.json<{ name: string }>();
    const known = byKey.get(key);
    const server = known ?? build(name);
    byKey.set(key, server);
    byId.set(server.id, server);
    c.header("location", `${base}/servers/${server.id}`);
    return c.json({ id: server.id }, 202);
  });

  app.get("/servers/:id", (c) => {
    const server = byId.get(c.req.param("id"));
    if (server === undefined) return c.json({ error: "no such server" }, 404);
    const share = Math.min(1, (Date.now() - server.startedAtMs) / buildMs);
    if (share < 1) return c.json({ state: "running", progress: `${Math.round(share * 100)} %` });
    if (server.fails) return c.json({ state: "failed", error: "no capacity left in this zone" });
    return c.json({ state: "succeeded", name: server.name, address: "10.20.30.40" });
  });

  function build(name: string): Server {
    const times = (asked.get(name) ?? 0) + 1;
    asked.set(name, times);
    const fails = name.startsWith("flaky") && times === 1;
    return { id: crypto.randomUUID(), name, startedAtMs: Date.now(), fails };
  }
  return app;
}
