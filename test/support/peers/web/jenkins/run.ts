import type { Context } from "hono";
import type { PeerEnv } from "../peer.ts";
import { proceed, reject, stopBuild } from "./engine.ts";
import { inputId, isBuilding, logText, type Build, type Controller, type Values } from "./model.ts";
import { emptyPage, errorPage, json, notFound, oops, postNeeded, redirect } from "./page.ts";
import { pendingView } from "./tree.ts";
import { buildView } from "./view.ts";

/** A call about one build, by somebody who may make it. */
export type RunCall = {
  c: Context<PeerEnv>;
  controller: Controller;
  build: Build;
  user: string;
  nowMs: number;
  /** Before the path: with the host, and without. */
  root: string;
  prefix: string;
};

function progressiveText({ c, build, nowMs }: RunCall): Response {
  const written = Buffer.from(logText(build, nowMs));
  const start = Number(c.req.query("start") ?? 0);
  const headers = {
    "content-type": "text/plain;charset=utf-8",
    "x-text-size": String(written.length),
    ...(isBuilding(build) ? { "x-more-data": "true" } : {}),
  };
  // Whoever is ahead of the text starts anew.
  return new Response(written.subarray(start > written.length ? 0 : start), { headers });
}

/** The form field `json` holds what the page would send: {"parameter": [{"name", "value"}]}. */
async function submitted(c: Context<PeerEnv>): Promise<Values | undefined> {
  const { json: text } = await c.req.parseBody();
  if (typeof text !== "string") return undefined;
  const { parameter = [] } = JSON.parse(text) as {
    parameter?: { name: string; value: string | boolean }[];
  };
  return Object.fromEntries([parameter].flat().map(({ name, value }) => [name, value]));
}

async function answerInput(call: RunCall, id: string | undefined, verb: string): Promise<Response> {
  const { c, build, user, nowMs } = call;
  const isPlugin = verb === "inputSubmit";
  const { pending } = build;
  if (pending === undefined || inputId(pending) !== id)
    return isPlugin ? oops() : notFound(c.req.path);
  if (verb === "abort") reject(build, user, nowMs);
  else {
    const values = verb === "proceedEmpty" ? {} : await submitted(c);
    if (values === undefined) return errorPage(400, "Nothing is submitted", c.req.path);
    const known = (pending.parameters ?? []).map(({ name }) => name);
    if (!Object.keys(values).every((name) => known.includes(name))) return oops();
    proceed(build, values, user, nowMs);
  }
  c.env.call.effect = true;
  return new Response(null, { status: 200 });
}

function stop({ c, controller, build, user, nowMs, root }: RunCall): Response {
  if (isBuilding(build)) {
    stopBuild(controller, build, user, nowMs);
    c.env.call.effect = true;
  }
  const here = new URL(c.req.url).pathname.replace(/[^/]*$/, "");
  return redirect(new URL(here, root).href);
}

/** What lies under the number of a build. */
export async function answerRun(call: RunCall, rest: string): Promise<Response> {
  const { c, build, nowMs, root, prefix } = call;
  const { pending } = build;
  if (rest === "") return emptyPage(`#${build.number}`);
  if (rest === "api/json") return json(c, buildView(build, root));
  if (rest === "logText/progressiveText") return progressiveText(call);
  if (rest === "consoleText") return new Response(logText(build, nowMs));
  if (rest === "wfapi/pendingInputActions" && build.job.kind === "pipeline")
    return json(c, pending === undefined ? [] : [pendingView(build, pending, prefix)]);
  const [, id, verb] = /^input\/([^/]+)\/(proceedEmpty|proceed|abort)$/.exec(rest) ?? [];
  const isSubmit = rest === "wfapi/inputSubmit";
  if (rest !== "stop" && verb === undefined && !isSubmit) return notFound(c.req.path);
  if (c.req.method !== "POST") return postNeeded();
  if (rest === "stop") return stop(call);
  if (isSubmit) return answerInput(call, c.req.query("inputId"), "inputSubmit");
  return answerInput(call, decodeURIComponent(id ?? ""), verb ?? "");
}
