import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { jenkinsBuild } from "#functions/action/jenkins-build.ts";
import type { Call, Operation, Outcome } from "#shared/action/driver.ts";
import { callFor, missing } from "./call.ts";
import { createJenkins, type Jenkins } from "./peers/web/jenkins/jenkins.ts";
import type { Course } from "./peers/web/jenkins/model.ts";
import { start } from "./peers/web/peer.ts";

let nowMs = 0;
export let jenkins: Jenkins & { url: string };
export const job = "team/deploy";
export const path = "/job/team/job/deploy";
export const post = `POST ${path}/buildWithParameters`;

/** A Jenkins of each test's own, its clock turned by hand. Once per file, before its first test. */
export function useJenkins(): void {
  beforeAll(() => {
    process.env["HTTP_ALLOW_PRIVATE"] = "1";
    process.env["TABLE_NAME"] = "none";
  });
  afterAll(() => delete process.env["HTTP_ALLOW_PRIVATE"]);
  beforeEach(async () => {
    nowMs = Date.parse("2026-01-01T00:00:00Z");
    const users = {
      ops: { password: "secret", token: "11aa" },
      guest: { token: "22bb", mayBuild: false },
    };
    const pace = { pickMs: 100, stopMs: 100, now: () => nowMs };
    jenkins = await start(createJenkins({ users, ...pace }));
    const course: Course = { stages: [{ runMs: 3000, log: ["one", "two"] }], result: "SUCCESS" };
    const parameters = [
      { name: "VERSION" },
      { name: "KEY" },
      { name: "ZONE", kind: "choice" as const, choices: ["a", "b"] },
    ];
    jenkins.addJob({ name: job, quietMs: 5000, course, parameters });
    jenkins.addJob({ name: "nightly", kind: "freestyle", quietMs: 0, course });
  });
  afterEach(() => jenkins.stop());
}

export const settingsOf = (user = "ops", token = "11aa"): Call["settings"] => ({
  jenkins: { servers: [{ name: "ci", url: jenkins.url, user, token }] },
});
export const build = (parameters: object = {}, given: Partial<Call> = {}) =>
  callFor(
    "jenkins.build",
    { server: "ci", job, parameters: { VERSION: "1.2" }, keyParameter: "KEY", ...parameters },
    { settings: settingsOf(), ...given },
  );
export const pass = (ms = 1000) => void (nowMs += ms);
export const look = (operation: Operation, call = build()) =>
  missing(jenkinsBuild.poll)(call, operation);
export const cancel = (operation: Operation, call = build()) =>
  missing(jenkinsBuild.cancel)(call, operation);
export const failed = (code: string) => ({ kind: "failed", code });
export const effects = () => jenkins.calls.filter(({ effect }) => effect).map(({ path: at }) => at);

export function operationOf(outcome: Outcome): Operation {
  if ("operation" in outcome) return outcome.operation;
  throw new Error(JSON.stringify(outcome));
}
export const begun = async (call = build()) => operationOf(await jenkinsBuild.start(call));
/** Begun, out of the queue, and running. */
export const running = async (call = build()) => {
  const operation = await begun(call);
  pass(5200);
  return operationOf(await look(operation, call));
};
