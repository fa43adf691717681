import { describe, expect, it } from "vitest";
import { appConfigSwitch } from "#shared/action/catalogue/appconfig-switch.ts";
import { offered } from "#test/support/aws.ts";
import {
  account,
  call,
  content,
  deploy,
  draft,
  driver,
  follow,
  made,
  peer,
  place,
  prod,
  served,
  shop,
  switches,
  useFlags,
} from "#test/support/flag-desk.ts";
import { servedVersion } from "#test/support/peers/aws/appconfig/applications.ts";

useFlags();
const { start, rehearse } = driver;

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
