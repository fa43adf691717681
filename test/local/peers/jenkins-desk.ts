import {
  createJenkins,
  type Jenkins,
  type JenkinsOptions,
} from "#test/support/peers/web/jenkins/jenkins.ts";
import type { Course } from "#test/support/peers/web/jenkins/model.ts";
import { start } from "#test/support/peers/web/peer.ts";

export type Told = { status: number; headers: Headers; text: string; body: unknown };
/** A Jenkins that `ops` may use by API token, and a clock that is turned by hand. */
export type Desk = {
  jenkins: Jenkins & { url: string };
  get: (path: string) => Promise<Told>;
  post: (path: string, form?: Record<string, string>) => Promise<Told>;
  /** Posts and answers the number of the queue item. */
  build: (path: string, form?: Record<string, string>) => Promise<string>;
  pass: (ms: number) => void;
};

export const basic = (name: string, secret: string) => ({
  authorization: `Basic ${Buffer.from(`${name}:${secret}`).toString("base64")}`,
});

export async function told(response: Response): Promise<Told> {
  const { status, headers } = response;
  const text = await response.text();
  const isJson = headers.get("content-type")?.includes("application/json") ?? false;
  return { status, headers, text, body: isJson ? (JSON.parse(text) as unknown) : undefined };
}

export async function openDesk(options: JenkinsOptions = {}): Promise<Desk> {
  let nowMs = Date.parse("2026-01-01T00:00:00Z");
  const users = {
    ops: { password: "secret", token: "11aa" },
    guest: { token: "22bb", mayBuild: false },
  };
  const given = { users, pickMs: 100, stopMs: 100, now: () => nowMs, ...options };
  const jenkins = await start(createJenkins(given));
  const quietMs = 5000;
  const course: Course = {
    stages: [{ runMs: 3000, log: ["one", "two"] }],
    result: "SUCCESS",
  };
  jenkins.addJob({ name: "team/deploy", quietMs, course, parameters: [{ name: "VERSION" }] });
  jenkins.addJob({ name: "nightly", kind: "freestyle", quietMs: 0, course });

  const headers = basic("ops", "11aa");
  const post: Desk["post"] = async (path, form = {}) => {
    const body = new URLSearchParams(form);
    return told(
      await fetch(jenkins.url + path, { method: "POST", headers, body, redirect: "manual" }),
    );
  };
  return {
    jenkins,
    get: async (path) => told(await fetch(jenkins.url + path, { headers })),
    post,
    build: async (path, form) => {
      const location = (await post(path, form)).headers.get("location") ?? "";
      return /\/queue\/item\/(\d+)\/$/.exec(location)?.[1] ?? "";
    },
    pass: (ms) => void (nowMs += ms),
  };
}
