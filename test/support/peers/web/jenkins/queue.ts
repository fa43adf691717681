import type { Context } from "hono";
import type { PeerEnv } from "../peer.ts";
import { cancel } from "./engine.ts";
import type { Controller, QueueItem } from "./model.ts";
import { errorPage, json, notFound, postNeeded } from "./page.ts";
import { itemView } from "./view.ts";

export type QueueCall = {
  c: Context<PeerEnv>;
  controller: Controller;
  root: string;
  nowMs: number;
};

/** What left the queue is shown for five minutes. */
const keptMs = 5 * 60_000;

function cancelItem(c: Context<PeerEnv>, found: QueueItem | undefined, nowMs: number): Response {
  const id = c.req.query("id");
  if (found === undefined) return errorPage(404, `Provided id (${id}) not found`, c.req.path);
  c.env.call.effect = cancel(found, nowMs);
  if (c.env.call.effect) return new Response(null, { status: 204 });
  return errorPage(500, `Could not cancel run for id ${id}`, c.req.path);
}

/** What lies under /queue/. */
export function answerQueue({ c, controller, root, nowMs }: QueueCall, rest: string): Response {
  const known = controller.queue.filter(({ leftMs }) => leftMs === 0 || nowMs - leftMs < keptMs);
  const find = (id: string | undefined) => known.find((item) => String(item.id) === id);
  if (rest === "cancelItem") {
    if (c.req.method !== "POST") return postNeeded();
    return cancelItem(c, find(c.req.query("id")), nowMs);
  }
  if (rest === "api/json") {
    const waiting = known.filter(({ leftMs }) => leftMs === 0);
    const items = waiting.map((item) => itemView(item, root, nowMs));
    return json(c, { _class: "hudson.model.Queue", items });
  }
  const item = find(/^item\/(\d+)\/api\/json$/.exec(rest)?.[1]);
  return item === undefined ? notFound(c.req.path) : json(c, itemView(item, root, nowMs));
}
