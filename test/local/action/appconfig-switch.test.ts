import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { appConfigSwitch } from "#shared/action/catalogue/appconfig-switch.ts";
import type { Call, Outcome } from "#shared/action/driver.ts";
import {
  callOf,
  fullDriver,
  impatient,
  offered,
  operationIn,
  reach,
  toEnd,
} from "#test/support/aws.ts";
import {
  servedVersion,
  type Application,
  type Environment,
  type Profile,
} from "#test/support/peers/aws/appconfig/applications.ts";
import { startAppConfigPeer, type AppConfigPeer } from "#test/support/peers/aws/appconfig/peer.ts";
import {
  crashes,
  fails,
  hangs,
  hangsUpAfterEffect,
  hangsUpBeforeEffect,
  throttled,
} from "#test/support/peers/aws/fault.ts";

let peer: AppConfigPeer;
let account: string;
let shop: Application;
let prod: Environment;
let switches: Profile;
const code = "appconfig.switch";
const { start, poll, find, cancel, rehearse } = fullDriver(code);

const content = {
  version: "1",
  flags: {
    pay: { name: "Pay", attributes: { limit: { constraints: { type: "number" } } } },
    search: { name: "Search" },
    mixed: { name: "Mixed" },
    new: { name: "New" },
  },
  values: {
    pay: { enabled: true, limit: 7 },
    search: { enabled: false },
    mixed: { enabled: true, _variants: [{ name: "one", enabled: true }] },
  },
};

beforeEach(async () => {
  peer = await startAppConfigPeer({ pace: "steps" });
  account = reach("APPCONFIG", peer);
  shop = peer.applications.add("shop");
  prod = peer.applications.addEnvironment(shop, "prod");
  switches = peer.applications.addProfile(shop, "switches", { type: "AWS.AppConfig.FeatureFlags" });
  release(content);
});

afterEach(async () => {
  vi.restoreAllMocks();
  await peer.stop();
});

/** A version of somebody else. */
function draft(given: object): number {
  const number = switches.versions.length + 1;
  const text = Buffer.from(JSON.stringify(given));
  switches.versions.push({ number, content: text, contentType: "application/json" });
  return number;
}

/** A version of somebody else that is served. */
function release(given: object, environment = prod): void {
  deploy(draft(given), environment);
  peer.step(3);
}

function deploy(version: number, environment = prod): void {
  const input = {
    ApplicationId: shop.id,
    EnvironmentId: environment.id,
    ConfigurationProfileId: switches.id,
    ConfigurationVersion: String(version),
    DeploymentStrategyId: "AppConfig.AllAtOnce",
  };
  peer.deployments.start(input, () => undefined);
}

const place = () => ({
  account,
  application: shop.id,
  environment: prod.id,
  profile: switches.id,
});
const call = (parameters: object = {}, given: Partial<Call> = {}) =>
  callOf(code, { ...place(), flag: "pay", enabled: false, ...parameters }, given);
const follow = async (given: Call, begun?: Outcome) =>
  toEnd(code, given, begun ?? (await start(given)), () => peer.step());

function served(environment = prod): { values: Record<string, unknown> } {
  const number = servedVersion(environment, switches);
  const version = switches.versions.find((one) => one.number === number);
  return JSON.parse(version?.content.toString() ?? "{}") as { values: Record<string, unknown> };
}
const made = () => switches.versions.length;

describe("appconfig.switch", () => {
  it("deploys a version that differs in this flag alone, until it is complete", async () => {
    const { outcome, seen, log } = await follow(call());
    expect(outcome).toMatchObject({
      kind: "succeeded",
      output: { previous: true, enabled: false, version: 2, deployment: 2 },
      text: "pay: true → false",
    });
    expect(served()).toMatchObject({
      flags: content.flags,
      values: { ...content.values, pay: { enabled: false, limit: 7 } },
    });
    expect(seen).toEqual(["BAKING 100 %"]);
    expect(log).toEqual([
      "DEPLOYMENT_STARTED: Deployment started",
      "PERCENTAGE_UPDATED: 100% of targets",
      "BAKE_TIME_STARTED: Bake time started",
      "DEPLOYMENT_COMPLETED: Deployment completed",
    ]);
    expect(switches.versions.at(-1)?.description).toContain("ord_1-1-0");
  });

  it("goes the way of the strategy, and shows how far it is", async () => {
    const strategy = "AppConfig.Linear50PercentEvery30Seconds";
    const { seen } = await follow(call({ strategy }));
    expect(seen).toEqual(["DEPLOYING 50 %", "BAKING 100 %"]);
  });

  it("switches on a flag that has no value yet", async () => {
    const { outcome } = await follow(call({ flag: "new", enabled: true }));
    expect(outcome).toMatchObject({ kind: "succeeded", output: { previous: false } });
    expect(served().values["new"]).toMatchObject({ enabled: true });
  });

  it("builds on what is served, not on versions that others are still preparing", async () => {
    draft({ ...content, values: { ...content.values, search: { enabled: true } } });
    await follow(call());
    expect(served().values).toMatchObject({ pay: { enabled: false }, search: { enabled: false } });
    expect(servedVersion(prod, switches)).toBe(3);
  });

  it("changes nothing where the flag is as wished, and has nothing to undo then", async () => {
    const given = call({ enabled: true });
    const outcome = await start(given);
    expect(outcome).toMatchObject({ kind: "succeeded", output: { version: 1, deployment: null } });
    const output = "output" in outcome ? (outcome.output ?? {}) : {};
    expect(appConfigSwitch.inverse?.parameters(given.parameters, output)).toBeNull();
    expect(appConfigSwitch.inverse?.parameters(given.parameters, {})).toBeNull();
    expect([made(), prod.deployments.length]).toEqual([1, 1]);
  });

  it("goes back with its inverse", async () => {
    const given = call();
    const { outcome } = await follow(given);
    const output = "output" in outcome ? (outcome.output ?? {}) : {};
    const back = appConfigSwitch.inverse?.parameters(given.parameters, output);
    expect(back).toMatchObject({ ...place(), flag: "pay", enabled: true });
    await follow(call(back ?? {}, { key: "ord_1-2-0" }));
    expect(served().values["pay"]).toMatchObject({ enabled: true, limit: 7 });
  });

  it.each([
    ["a flag that is not there", { flag: "nobody" }, "UNKNOWN_FLAG"],
    ["a flag with variants", { flag: "mixed" }, "HAS_VARIANTS"],
    ["a profile that is not there", { profile: "none" }, "ResourceNotFoundException"],
    ["an environment that is not there", { environment: "none" }, "ResourceNotFoundException"],
    ["a strategy that is not there", { strategy: "none" }, "ResourceNotFoundException"],
  ])("fails for certain: %s", async (_case, parameters, name) => {
    expect(await start(call(parameters))).toMatchObject({ kind: "failed", code: name });
    expect(prod.deployments).toHaveLength(1);
  });

  it("fails where nothing was ever served, and where the content is no flags", async () => {
    const test = peer.applications.addEnvironment(shop, "test");
    const given = call({ environment: test.id });
    expect(await start(given)).toMatchObject({ kind: "failed", code: "NOTHING_SERVED" });
    switches.versions.push({ number: 2, content: Buffer.from("a: b"), contentType: "text/plain" });
    deploy(2, test);
    peer.step(3);
    expect(await start(given)).toMatchObject({ kind: "failed", code: "UNKNOWN_FLAG" });
  });

  it("is put off while another deployment runs, and makes no version for it", async () => {
    deploy(1);
    expect(await start(call())).toMatchObject({ kind: "throttled", afterSeconds: 30 });
    expect(made()).toBe(1);
    peer.step(3);
    expect((await follow(call())).outcome.kind).toBe("succeeded");
  });

  it.each(["CreateHostedConfigurationVersion", "StartDeployment"])(
    "is put off when somebody else was quicker: ConflictException of %s",
    async (operation) => {
      peer.fault(operation, fails("ConflictException", { status: 409 }));
      expect(await start(call())).toMatchObject({ kind: "throttled" });
      expect((await follow(call())).outcome.kind).toBe("succeeded");
      expect(made()).toBe(2);
    },
  );

  it("says which version and deployment it has seen as the last, so that AWS refuses a second one", async () => {
    draft(content);
    await start(call());
    expect(peer.calls("CreateHostedConfigurationVersion")[0]?.input).toMatchObject({
      LatestVersionNumber: 2,
    });
    expect(peer.calls("StartDeployment")[0]?.input).toMatchObject({
      LatestDeploymentNumber: 1,
      ConfigurationVersion: "3",
    });
  });

  it("does not undo what others served meanwhile: its version is made anew", async () => {
    peer.fault("StartDeployment", throttled());
    expect(await start(call())).toMatchObject({ kind: "throttled" });
    release({ ...content, values: { ...content.values, search: { enabled: true } } });
    await follow(call());
    expect(served().values).toMatchObject({ pay: { enabled: false }, search: { enabled: true } });
  });

  it.each([
    ["CreateHostedConfigurationVersion", "before", hangsUpBeforeEffect],
    ["CreateHostedConfigurationVersion", "after", hangsUpAfterEffect],
    ["StartDeployment", "before", hangsUpBeforeEffect],
  ])(
    "is not found when %s was cut off %s its effect, and may be called again",
    async (operation, _when, fault) => {
      peer.fault(operation, fault);
      expect(await start(call())).toMatchObject({ kind: "no_answer" });
      expect(await find(call())).toMatchObject({ kind: "no_answer" });
      const { outcome } = await follow(call());
      expect(outcome).toMatchObject({ kind: "succeeded", output: { previous: true } });
      expect([made(), prod.deployments.length]).toEqual([2, 2]);
    },
  );

  it("is found by its key when the answer to its deployment is lost, with its way back", async () => {
    peer.fault("StartDeployment", hangsUpAfterEffect);
    expect(await start(call())).toMatchObject({ kind: "no_answer" });
    const found = await find(call());
    expect(found).toMatchObject({
      kind: "started",
      operation: { deployment: 2, version: 2, previous: true },
    });
    expect(await start(call())).toEqual(found);
    expect(await find(call({}, { key: "ord_1-1-1" }))).toMatchObject({ kind: "no_answer" });
    expect((await follow(call(), found)).outcome).toMatchObject({ kind: "succeeded" });
    expect(await start(call())).toMatchObject({ kind: "started", operation: { deployment: 2 } });
    expect([made(), prod.deployments.length]).toEqual([2, 2]);
  });

  it("has failed when AWS rolls it back, with who did", async () => {
    const given = call();
    const begun = await start(given);
    prod.deployments.at(-1)?.rollBack("CLOUDWATCH_ALARM");
    const { outcome } = await follow(given, begun);
    expect(outcome).toMatchObject({
      kind: "failed",
      code: "ROLLED_BACK",
      message: "Rollback started (CLOUDWATCH_ALARM)",
    });
    expect(served().values["pay"]).toMatchObject({ enabled: true });
  });

  it.each([0, 1, 3])("is cancelled after %i steps, and the flag is as before", async (steps) => {
    const given = call();
    const begun = await start(given);
    peer.step(steps);
    const stopping = await cancel(given, operationIn(begun));
    expect((await follow(given, stopping)).outcome.kind).toBe("cancelled");
    expect(served().values["pay"]).toMatchObject({ enabled: true });
  });

  it("is put off when it is throttled, and looks again after silence", async () => {
    impatient(200);
    const begun = await start(call());
    peer.fault(
      "GetDeployment",
      throttled({ retryAfterSeconds: 5 }),
      hangs,
      crashes,
      fails("AccessDeniedException"),
    );
    expect(await poll(call(), operationIn(begun))).toMatchObject({
      kind: "throttled",
      afterSeconds: 5,
    });
    for (let looks = 0; looks < 3; looks += 1) {
      expect(await poll(call(), operationIn(begun))).toMatchObject({ kind: "no_answer" });
    }
  });

  it("rehearses by saying what it would change", async () => {
    const text = "pay: true → false (AppConfig.AllAtOnce)";
    expect(await rehearse(call())).toEqual({ kind: "succeeded", text });
    deploy(1);
    expect(await rehearse(call())).toEqual({
      kind: "succeeded",
      text: `${text}; deployment 2 is under way`,
    });
    expect(await rehearse(call({ flag: "nobody" }))).toMatchObject({ code: "UNKNOWN_FLAG" });
    expect([made(), prod.deployments.length]).toEqual([1, 2]);
  });

  it("offers applications, environments, profiles of flags, the flags that are served, and strategies", async () => {
    peer.applications.addProfile(shop, "limits");
    draft({ version: "1", flags: { later: { name: "Later" } }, values: {} });
    const { application, environment, profile } = place();
    expect(await offered("appconfig.applications", { account })).toEqual([
      { value: application, label: `shop (${application})` },
    ]);
    expect(await offered("appconfig.environments", { account, application })).toEqual([
      { value: environment, label: `prod (${environment})` },
    ]);
    expect(await offered("appconfig.profiles", { account, application })).toEqual([
      { value: profile, label: `switches (${profile})` },
    ]);
    const flags = await offered("appconfig.flags", { account, application, environment, profile });
    expect(flags.map(({ value }) => value)).toEqual(["mixed", "new", "pay", "search"]);
    const test = peer.applications.addEnvironment(shop, "test").id;
    expect(
      await offered("appconfig.flags", { account, application, environment: test, profile }),
    ).toEqual([]);
    expect(await offered("appconfig.strategies", { account })).toContainEqual({
      value: "AppConfig.AllAtOnce",
      label: "AppConfig.AllAtOnce",
    });
  });
});
