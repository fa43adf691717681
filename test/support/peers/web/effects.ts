import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Hono, type Context } from "hono";
import { createPeer, start, type Peer, type PeerEnv } from "./peer.ts";

export type EffectsOptions = {
  /** Of the delays between an effect and its answer. */
  seed?: number;
  /** The longest such delay; 400. */
  maxDelayMs?: number;
  /** How long what is polled or called back takes; 200. */
  doneMs?: number;
  /** From the first report to its repetition; 50. */
  repeatMs?: number;
};

type Mode = "sync" | "poll" | "callback";
export type Effect = {
  name: string;
  key: string | undefined;
  mode: Mode;
  at: number;
  /** Whoever asked was still there when it was told. */
  isAnswered: boolean;
  isStopped: boolean;
};
export type Delivery = { name: string; url: string; at: number; status: number | undefined };
type Job = Effect & { id: string; doneMs: number };

/**
 * A service that counts what took place, for tests that kill whoever asked for it: POST /keyed/effects/NAME
 * honours Idempotency-Key, POST /plain/effects/NAME does not; ?mode=poll answers 202 and a Location, ?mode=callback
 * reports to the body's `callback` with the token of the header x-callback-token, twice. What is polled takes
 * ?doneMs=, and POST /jobs/ID/cancel stops it.
 */
export type Effects = Peer & {
  effects: Effect[];
  /** How often the effect of this name took place. */
  times: (name: string) => number;
  /** Reports sent, with what they were answered. */
  deliveries: Delivery[];
  /** Milliseconds from each call to its answer. */
  delays: number[];
};

/** Evenly from 0 to 1, the same for the same seed. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e37_79b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0_aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a_2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
}

function countsOf(effects: Effect[], name: string) {
  const entries = effects.filter((effect) => effect.name === name);
  return { name, times: entries.length, effects: entries };
}

export function createEffects(options: EffectsOptions = {}): Effects {
  const { seed = 1, maxDelayMs = 400, doneMs = 200, repeatMs = 50 } = options;
  const random = randomOf(seed);
  const jobs: Job[] = [];
  const effects: Effect[] = [];
  const deliveries: Delivery[] = [];
  const delays: number[] = [];
  const ended = new AbortController();
  const pause = (ms: number) => sleep(ms, undefined, { signal: ended.signal });

  async function report(job: Job, url: string, token: string): Promise<void> {
    const delivery: Delivery = { name: job.name, url, at: Date.now(), status: undefined };
    deliveries.push(delivery);
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const body = JSON.stringify({ status: "succeeded", message: job.name });
    const sent = { method: "POST", headers, body, signal: ended.signal };
    // Nobody there is an answer too: the report is not sent a third time.
    const response = await fetch(url, sent).catch(() => undefined);
    delivery.status = response?.status;
  }

  async function callBack(job: Job, url: string, token: string): Promise<void> {
    await pause(doneMs);
    await report(job, url, token);
    await pause(repeatMs);
    await report(job, url, token);
  }

  function take(c: Context<PeerEnv>, name: string, mode: Mode): Job {
    const key = c.req.header("idempotency-key");
    const isKeyed = c.req.param("kind") === "keyed" && key !== undefined;
    const known = jobs.find((job) => isKeyed && job.key === key && job.name === name);
    if (known !== undefined) return known;
    const id = String(jobs.length + 1);
    const effect = { name, key, mode, at: Date.now(), isAnswered: false, isStopped: false };
    const job: Job = { ...effect, id, doneMs: Number(c.req.query("doneMs") ?? doneMs) };
    jobs.push(job);
    effects.push(job);
    c.env.call.effect = true;
    return job;
  }

  const app = new Hono<PeerEnv>();
  app.post("/:kind{keyed|plain}/effects/:name", async (c) => {
    const mode = (c.req.query("mode") ?? "sync") as Mode;
    const text = await c.req.text();
    const { callback } = JSON.parse(text === "" ? "{}" : text) as { callback?: string };
    const token = c.req.header("x-callback-token");
    if (mode === "callback" && (callback === undefined || token === undefined))
      return c.json({ error: "a callback and its token are needed" }, 400);
    const job = take(c, c.req.param("name"), mode);
    if (c.env.call.effect && callback !== undefined && token !== undefined)
      callBack(job, callback, token).catch(() => undefined);
    const delayMs = Math.floor(random() * (maxDelayMs + 1));
    delays.push(delayMs);
    await pause(delayMs).catch(() => undefined);
    job.isAnswered ||= c.env.outgoing?.destroyed !== true;
    if (mode === "sync") return c.json({ state: "succeeded", name: job.name, id: job.id });
    const headers: Record<string, string> = mode === "poll" ? { location: `/jobs/${job.id}` } : {};
    return c.json({ state: "running", name: job.name, id: job.id }, 202, headers);
  });
  app.get("/jobs/:id", (c) => {
    const job = jobs.find(({ id }) => id === c.req.param("id"));
    if (job === undefined) return c.json({ error: "unknown" }, 404);
    if (job.isStopped) return c.json({ state: "cancelled", name: job.name });
    const isDone = Date.now() - job.at >= job.doneMs;
    return c.json({ state: isDone ? "succeeded" : "running", name: job.name });
  });
  app.post("/jobs/:id/cancel", (c) => {
    const job = jobs.find(({ id }) => id === c.req.param("id"));
    if (job === undefined) return c.json({ error: "unknown" }, 404);
    if (Date.now() - job.at >= job.doneMs) return c.json({ error: "done" }, 409);
    c.env.call.effect = !job.isStopped;
    job.isStopped = true;
    return c.json({ state: "cancelled", name: job.name });
  });
  app.get("/effects/:name", (c) => c.json(countsOf(effects, c.req.param("name"))));
  app.get("/effects", (c) => {
    const names = [...new Set(effects.map(({ name }) => name))];
    return c.json({ items: names.map((name) => countsOf(effects, name)) });
  });

  const peer = createPeer(app, (status) => Response.json({ error: status }, { status }));
  return {
    ...peer,
    effects,
    deliveries,
    delays,
    times: (name) => countsOf(effects, name).times,
    stop: async () => {
      ended.abort();
      await peer.stop();
    },
  };
}

/** The service in a process of its own, read through GET /effects. It goes when the process that started it does. */
export async function startEffectsProcess(
  options: EffectsOptions = {},
): Promise<{ url: string; stop: () => Promise<void> }> {
  const file = fileURLToPath(import.meta.url);
  const child = spawn(process.execPath, [file, JSON.stringify(options)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const [url] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
  const stop = async () => {
    const gone = once(child, "exit");
    child.kill();
    await gone;
  };
  return { url, stop };
}

if (import.meta.main) {
  const options = JSON.parse(process.argv[2] ?? "{}") as EffectsOptions;
  const service = await start(createEffects(options));
  console.log(service.url);
  process.stdin.on("end", () => process.exit()).resume();
}
