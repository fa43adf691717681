import { describe, expect, it } from "vitest";
import { jenkinsBuild } from "#functions/action/jenkins-build.ts";
import { providers } from "#functions/action/providers.ts";
import { jenkinsBuild as definition } from "#shared/action/catalogue/jenkins-build.ts";
import type { Call, Operation } from "#shared/action/driver.ts";
import { optionsOf, useProviders } from "#shared/action/options.ts";
import { missing, play } from "#test/support/call.ts";
import {
  begun,
  build,
  cancel,
  effects,
  failed,
  jenkins,
  job,
  look,
  operationOf,
  pass,
  path,
  post,
  running,
  settingsOf,
  useJenkins,
} from "#test/support/jenkins-desk.ts";
import type { Fault } from "#test/support/peers/web/peer.ts";
import { epoch } from "#test/support/records.ts";

useJenkins();

describe("a build", () => {
  it("goes through the queue to its result; its log comes piece by piece, each line once", async () => {
    const progress: string[] = [];
    const poll = async (call: Call, operation: Operation) => {
      const seen = await look(operation, call);
      if (seen.kind === "started" && seen.progress) progress.push(seen.progress);
      return seen;
    };
    const { outcome, log } = await play({ ...jenkinsBuild, poll }, build(), pass);
    const url = `${jenkins.url}${path}/1/`;
    expect(outcome).toMatchObject({
      kind: "succeeded",
      text: `#1 SUCCESS ${url}`,
      output: { number: 1, url, result: "SUCCESS" },
    });
    expect(log).toBe("Started by user ops\none\ntwo\nFinished: SUCCESS\n");
    expect(progress[0]).toMatch(/^In the quiet period/);
    expect(progress).toContain("#1");
    expect(jenkins.builds(job)[0]?.values).toEqual({ VERSION: "1.2", KEY: build().key, ZONE: "a" });
  });

  it("without parameters, in a free-style job", async () => {
    const call = build({ job: "nightly", parameters: {}, keyParameter: "" });
    const { outcome } = await play(jenkinsBuild, call, pass);
    expect(outcome).toMatchObject({ output: { number: 1, result: "SUCCESS" } });
    expect(effects()).toEqual(["/job/nightly/build"]);
  });

  it.each([
    ["UNSTABLE", {}, failed("BUILD_UNSTABLE")],
    ["UNSTABLE", { allowUnstable: true }, { kind: "succeeded" }],
    ["FAILURE", { allowUnstable: true }, failed("BUILD_FAILURE")],
    ["ABORTED", {}, failed("BUILD_ABORTED")],
  ] as const)("that ends as %s, with %o", async (result, parameters, outcome) => {
    jenkins.nextBuilds(job, { stages: [{ runMs: 10 }], result });
    const played = await play(jenkinsBuild, build(parameters), pass);
    expect(played.outcome).toMatchObject({ ...outcome, output: { number: 1, result } });
  });

  it("takes secrets among its parameters, as their values", async () => {
    const call = build({ parameters: {} });
    // What the platform has put in place of the reference.
    call.parameters["secretParameters"] = { VERSION: "s3cret-value" };
    await begun(call);
    expect(jenkins.queue()[0]?.values).toMatchObject({ VERSION: "s3cret-value" });
  });

  it("is not begun with what the job does not know: Jenkins would drop it without a word", async () => {
    const start = async (parameters: object) => jenkinsBuild.start(build(parameters));
    expect(await start({ parameters: { OTHER: "x" } })).toMatchObject({
      ...failed("UNKNOWN_PARAMETER"),
      message: "team/deploy has no parameter OTHER.",
    });
    expect(await start({ keyParameter: "NO_KEY" })).toMatchObject(failed("UNKNOWN_PARAMETER"));
    expect(await start({ parameters: { ZONE: "c" } })).toMatchObject(failed("INVALID_CHOICE"));
    jenkins.addJob({ name: "old", isDisabled: true });
    const plain = { parameters: {}, keyParameter: "" };
    expect(await start({ job: "old", ...plain })).toMatchObject(failed("NOT_BUILDABLE"));
    expect(await start({ job: "team", ...plain })).toMatchObject(failed("NOT_BUILDABLE"));
    expect(await start({ job: "nope", ...plain })).toMatchObject(failed("NOT_FOUND"));
    expect(await start({ server: "other" })).toMatchObject(failed("UNKNOWN_SERVER"));
    expect(effects()).toEqual([]);
  });

  it("is found by its number when the queue has forgotten it", async () => {
    const operation = await begun();
    pass(6 * 60_000);
    jenkins.builds(job);
    pass(6 * 60_000);
    expect(await look(operation)).toMatchObject({ kind: "succeeded", output: { number: 1 } });
    expect(await look({ ...operation, item: 77 })).toMatchObject({ kind: "no_answer" });
  });
});

describe("the same build, asked for while it waits", () => {
  const plain = { keyParameter: "" };

  it("without a key is shared with whoever asked first, and then not stopped for them", async () => {
    const first = await begun(build(plain));
    const second = await jenkinsBuild.start(build(plain, { key: "another" }));
    expect(second).toMatchObject({ kind: "started", log: expect.stringContaining("already") });
    expect(operationOf(second)).toEqual({ ...first, isShared: true });
    expect(await cancel(operationOf(second), build(plain))).toMatchObject(failed("SHARED"));
    expect(jenkins.callsTo("GET */queue/item/1/")).toEqual([]);
  });

  it("with a key is another one, and our own when it is asked for twice", async () => {
    const first = await begun();
    expect(await begun(build({}, { key: "another" }))).toMatchObject({ item: 2 });
    expect(await begun()).toEqual(first);
    expect(jenkins.queue()).toHaveLength(2);
  });
});

describe("signing in", () => {
  const of = async (user: string, token: string) =>
    jenkinsBuild.start(build({}, { settings: settingsOf(user, token) }));

  it("by API token needs no crumb", async () => {
    await begun();
    expect(jenkins.callsTo("GET /crumbIssuer/*")).toEqual([]);
  });

  it("by password fetches a crumb of its session, and only when it is asked for one", async () => {
    expect(await of("ops", "secret")).toMatchObject({ kind: "started" });
    expect(jenkins.callsTo(post).map(({ status }) => status)).toEqual([403, 201]);
    expect(jenkins.queue()).toHaveLength(1);
  });

  it("by a wrong token, or as one who may not build, is refused in the words of Jenkins", async () => {
    expect(await of("ops", "wrong")).toMatchObject(failed("UNAUTHORIZED"));
    expect(await of("guest", "22bb")).toMatchObject({
      ...failed("FORBIDDEN"),
      message: "HTTP 403: Access Denied guest is missing the Job/Build permission",
    });
  });
});

describe("what goes wrong while it is begun", () => {
  it.each<[Fault, object]>([
    [{ status: 401 }, failed("UNAUTHORIZED")],
    [{ status: 404 }, failed("NOT_FOUND")],
    [{ status: 503 }, failed("UNAVAILABLE")],
    [{ hangUp: "before" }, failed("UNAVAILABLE")],
    [{ status: 200, body: "<html>" }, failed("UNAVAILABLE")],
    [
      { status: 429, retryAfterSeconds: 4 },
      { kind: "throttled", afterSeconds: 4 },
    ],
  ])("before the effect, %o", async (fault, outcome) => {
    jenkins.fault("GET */api/json", fault);
    expect(await jenkinsBuild.start(build())).toMatchObject(outcome);
    expect(effects()).toEqual([]);
  });

  it.each<[Fault, object]>([
    [{ status: 409 }, failed("NOT_BUILDABLE")],
    [{ status: 429 }, { kind: "throttled" }],
    [{ status: 502 }, { kind: "no_answer" }],
    [{ status: 201 }, { kind: "no_answer" }],
    [{ hangUp: "before" }, { kind: "no_answer" }],
    [{ lateMs: 30 }, { kind: "started" }],
  ])("at the effect, %o", async (fault, outcome) => {
    jenkins.fault(post, fault);
    expect(await jenkinsBuild.start(build())).toMatchObject(outcome);
  });

  it("nobody there: it certainly failed; a build that runs is looked at again", async () => {
    const operation = await running();
    await jenkins.stop();
    expect(await jenkinsBuild.start(build())).toMatchObject(failed("UNREACHABLE"));
    expect(await look(operation)).toMatchObject({ kind: "no_answer" });
    expect(await cancel(operation)).toMatchObject({ kind: "throttled" });
  });
});

describe("a build whose answer was lost", () => {
  const find = (call = build()) => missing(jenkinsBuild.find)(call);
  const lose = async () => {
    jenkins.fault(post, { hangUp: "after" });
    expect(await jenkinsBuild.start(build())).toMatchObject({ kind: "no_answer" });
  };

  it.each([
    ["in the queue", 0, { item: 1, number: null }],
    ["running", 5200, { item: 1, number: 1 }],
    ["ended, and forgotten by the queue", 12 * 60_000, { item: 1, number: 1 }],
  ])("is found by its key: %s", async (_where, ms, operation) => {
    await lose();
    pass(ms);
    const found = await find();
    expect(found).toMatchObject({ kind: "started", operation });
    const played = await play({ ...jenkinsBuild, start: async () => found }, build(), pass);
    expect(played.outcome).toMatchObject({ kind: "succeeded", output: { number: 1 } });
    expect(jenkins.builds(job)).toHaveLength(1);
  });

  it("is nobody else's, and what is not there may still come", async () => {
    await lose();
    expect(await find(build({}, { key: "another" }))).toMatchObject({ kind: "no_answer" });
    jenkins.fault("GET /queue/api/json", { status: 503 }, { hangUp: "before" });
    jenkins.fault(`GET ${path}/api/json`, { status: 403 });
    for (let round = 0; round < 2; round += 1) expect((await find()).kind).toBe("no_answer");
  });

  it("can be found only where the job has a parameter for the key", () => {
    const canFind = definition.canFind as (given: object) => boolean;
    expect([canFind({ keyParameter: "" }), canFind({ keyParameter: "KEY" })]).toEqual([
      false,
      true,
    ]);
  });
});
it("a rehearsal checks the job and what it is given, and begins nothing", async () => {
  const rehearse = missing(jenkinsBuild.rehearse);
  expect(await rehearse(build())).toEqual({
    kind: "succeeded",
    text: "Would build team/deploy (VERSION, KEY).",
  });
  expect(await rehearse(build({ parameters: { OTHER: "" } }))).toMatchObject(
    failed("UNKNOWN_PARAMETER"),
  );
  expect(effects()).toEqual([]);
});

describe("what there is to choose from on Jenkins", () => {
  let asked = 0;
  const values = async (source: string) => {
    useProviders(providers);
    const found = await optionsOf({
      source: { source, dependsOn: [], filter: "all" },
      parameters: { server: "ci" },
      search: String((asked += 1)),
      settings: { outbound: { hosts: [] }, ...settingsOf() },
      now: epoch,
    });
    return found.map(({ value }) => value);
  };

  it("servers, and the jobs in all folders that can be built", async () => {
    jenkins.addJob({ name: "team/inner/release" });
    jenkins.addJob({ name: "old", isDisabled: true });
    expect(await values("jenkins.servers")).toEqual(["ci"]);
    expect((await values("jenkins.jobs")).toSorted()).toEqual([
      ...["nightly", "team/deploy", "team/inner/release"],
    ]);
    for (const fault of [{ status: 401 }, { hangUp: "before" }] as const) {
      jenkins.fault("GET /api/json", fault);
      await expect(values("jenkins.jobs")).rejects.toThrow(/no answer/);
    }
  });
});
