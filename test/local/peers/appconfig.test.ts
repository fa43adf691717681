import {
  AppConfigClient,
  ConflictException,
  CreateHostedConfigurationVersionCommand,
  GetDeploymentCommand,
  ResourceNotFoundException,
  StartDeploymentCommand,
  StopDeploymentCommand,
  type CreateHostedConfigurationVersionCommandInput,
  type StartDeploymentCommandInput,
} from "@aws-sdk/client-appconfig";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { servedVersion } from "#test/support/peers/aws/appconfig/applications.ts";
import { startAppConfigPeer, type AppConfigPeer } from "#test/support/peers/aws/appconfig/peer.ts";
import { clientOf } from "#test/support/peers/aws/client.ts";
import { throttled } from "#test/support/peers/aws/fault.ts";

const ApplicationId = "shop";
const EnvironmentId = "prod";
const ConfigurationProfileId = "switches";
const place = { ApplicationId, EnvironmentId };

let peer: AppConfigPeer;
let client: AppConfigClient;

async function open(options: Parameters<typeof startAppConfigPeer>[0]): Promise<void> {
  peer = await startAppConfigPeer(options);
  client = new AppConfigClient(clientOf(peer));
  const shop = peer.applications.add("shop");
  peer.applications.addEnvironment(shop, "prod");
  peer.applications.addProfile(shop, "switches", { type: "AWS.AppConfig.FeatureFlags" });
  peer.applications.addProfile(shop, "limits");
}

beforeEach(() => open({ pace: "steps" }));

afterEach(() => peer.stop());

const flags = JSON.stringify({
  version: "1",
  flags: { pay: { name: "Pay" } },
  values: { pay: { enabled: true } },
});

const create = (input: Partial<CreateHostedConfigurationVersionCommandInput> = {}) =>
  client.send(
    new CreateHostedConfigurationVersionCommand({
      ApplicationId,
      ConfigurationProfileId,
      Content: Buffer.from(flags),
      ContentType: "application/json",
      ...input,
    }),
  );

const start = (input: Partial<StartDeploymentCommandInput> = {}) =>
  client.send(
    new StartDeploymentCommand({
      ...place,
      ConfigurationProfileId,
      ConfigurationVersion: "1",
      DeploymentStrategyId: "AppConfig.Linear50PercentEvery30Seconds",
      ...input,
    }),
  );

const get = (DeploymentNumber = 1) =>
  client.send(new GetDeploymentCommand({ ...place, DeploymentNumber }));
const stop = (DeploymentNumber = 1, AllowRevert?: boolean) =>
  client.send(new StopDeploymentCommand({ ...place, DeploymentNumber, AllowRevert }));

async function progress() {
  const { State, PercentageComplete } = await get();
  return [State, PercentageComplete];
}

function served() {
  const shop = peer.applications.find("shop");
  const environment = peer.applications.environment(shop, "prod");
  return servedVersion(environment, peer.applications.profile(shop, "switches"));
}

describe("AppConfig", () => {
  it("deploys by shares, bakes, completes, and serves the version only then", async () => {
    await create();
    expect(await start()).toMatchObject({ State: "DEPLOYING", DeploymentNumber: 1 });
    expect(await progress()).toEqual(["DEPLOYING", 0]);
    peer.step();
    expect(await progress()).toEqual(["DEPLOYING", 50]);
    peer.step();
    expect(await progress()).toEqual(["BAKING", 100]);
    expect(served()).toBeUndefined();
    peer.step();
    const done = await get();
    expect(done).toMatchObject({ State: "COMPLETE", ConfigurationVersion: "1" });
    expect(done.CompletedAt).toBeInstanceOf(Date);
    expect(done.EventLog?.[0]).toMatchObject({ EventType: "DEPLOYMENT_COMPLETED" });
    expect(served()).toBe(1);
  });

  it("grows exponentially where the strategy says so, and completes without a bake time", async () => {
    peer.deployments.strategies.push({
      Id: "fast123",
      GrowthType: "EXPONENTIAL",
      GrowthFactor: 30,
      FinalBakeTimeInMinutes: 0,
    });
    await create({ VersionLabel: "v1" });
    await start({ DeploymentStrategyId: "fast123", ConfigurationVersion: "v1" });
    const seen = [];
    for (let n = 0; n < 3; n += 1) {
      peer.step();
      seen.push(await progress());
    }
    expect(seen).toEqual([
      ["DEPLOYING", 30],
      ["DEPLOYING", 60],
      ["COMPLETE", 100],
    ]);
  });

  it("deploys one at a time in an environment, from the state its caller expects", async () => {
    await create();
    await start({ LatestDeploymentNumber: 0 });
    await expect(start()).rejects.toBeInstanceOf(ConflictException);
    peer.step(2);
    await expect(start()).rejects.toBeInstanceOf(ConflictException);
    peer.step();
    await expect(start({ LatestDeploymentNumber: 0 })).rejects.toBeInstanceOf(ConflictException);
    expect(await start({ LatestDeploymentNumber: 1 })).toMatchObject({ DeploymentNumber: 2 });
    for (const wrong of [{ ConfigurationVersion: "9" }, { DeploymentStrategyId: "none" }])
      await expect(start(wrong)).rejects.toBeInstanceOf(ResourceNotFoundException);
  });

  it("rolls back what is stopped on its way, and reverts what is complete only with leave", async () => {
    await create();
    await start();
    peer.step();
    expect(await stop()).toMatchObject({ State: "ROLLING_BACK" });
    await expect(start()).rejects.toBeInstanceOf(ConflictException);
    peer.step();
    expect(await progress()).toEqual(["ROLLED_BACK", 50]);
    await expect(stop()).rejects.toMatchObject({ name: "BadRequestException" });
    await start();
    peer.step(3);
    expect(served()).toBe(1);
    await expect(stop(2)).rejects.toMatchObject({ name: "BadRequestException" });
    expect(await stop(2, true)).toMatchObject({ State: "REVERTED" });
    expect(served()).toBeUndefined();
  });

  it("rolls back by itself when an alarm goes off or a validator refuses", async () => {
    await create();
    await start();
    const shop = peer.applications.find("shop");
    peer.applications.environment(shop, "prod").deployments[0]?.rollBack("CLOUDWATCH_ALARM");
    peer.step(5);
    const { State, EventLog = [] } = await get();
    expect(State).toBe("ROLLED_BACK");
    expect(EventLog.map(({ TriggeredBy }) => TriggeredBy)).toContain("CLOUDWATCH_ALARM");
    peer.applications.addProfile(shop, "checked", { validator: () => false });
    await create({ ConfigurationProfileId: "checked" });
    expect(await start({ ConfigurationProfileId: "checked" })).toMatchObject({
      State: "VALIDATING",
    });
    peer.step(3);
    expect(await get(2)).toMatchObject({ State: "ROLLED_BACK", PercentageComplete: 0 });
  });

  it("goes on by the clock, and throttles with 429", async () => {
    await peer.stop();
    await open({ delays: { growMs: 1, bakeMs: 1 } });
    await create();
    await start();
    await expect
      .poll(async () => (await get()).State, { timeout: 5_000, interval: 10 })
      .toBe("COMPLETE");
    peer.fault("GetDeployment", throttled());
    await expect(get()).rejects.toMatchObject({
      name: "TooManyRequestsException",
      $metadata: { httpStatusCode: 429 },
    });
  });
});
