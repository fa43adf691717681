import {
  AppConfigClient,
  CreateHostedConfigurationVersionCommand,
  ListApplicationsCommand,
  ListConfigurationProfilesCommand,
  ListDeploymentsCommand,
  ListDeploymentStrategiesCommand,
  ListEnvironmentsCommand,
  ListHostedConfigurationVersionsCommand,
  paginateListHostedConfigurationVersions,
  StartDeploymentCommand,
} from "@aws-sdk/client-appconfig";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startAppConfigPeer, type AppConfigPeer } from "#test/support/peers/aws/appconfig/peer.ts";
import { clientOf } from "#test/support/peers/aws/client.ts";

const profile = { ApplicationId: "shop", ConfigurationProfileId: "limits" };

let peer: AppConfigPeer;
let client: AppConfigClient;

beforeEach(async () => {
  peer = await startAppConfigPeer({ pace: "steps" });
  client = new AppConfigClient(clientOf(peer));
  const shop = peer.applications.add("shop");
  peer.applications.addEnvironment(shop, "prod");
  peer.applications.addProfile(shop, "switches", { type: "AWS.AppConfig.FeatureFlags" });
  peer.applications.addProfile(shop, "limits");
});

afterEach(() => peer.stop());

const create = () =>
  client.send(
    new CreateHostedConfigurationVersionCommand({
      ...profile,
      Content: Buffer.from("limit = 5"),
      ContentType: "text/plain",
    }),
  );

describe("AppConfig's lists", () => {
  it("lists what there is, page by page, the newest version and deployment first", async () => {
    const { Items: applications = [] } = await client.send(new ListApplicationsCommand());
    expect(applications).toEqual([{ Id: expect.stringMatching(/^[a-z0-9]{4,7}$/), Name: "shop" }]);
    const byId = { ApplicationId: applications[0]?.Id };
    const environments = await client.send(new ListEnvironmentsCommand(byId));
    expect(environments.Items).toMatchObject([{ Name: "prod", State: "READY_FOR_DEPLOYMENT" }]);
    const type = { Type: "AWS.AppConfig.FeatureFlags" };
    const profiles = await client.send(new ListConfigurationProfilesCommand({ ...byId, ...type }));
    expect(profiles.Items).toMatchObject([{ Name: "switches", LocationUri: "hosted" }]);
    for (let n = 0; n < 3; n += 1) await create();
    const numbers = [];
    for await (const page of paginateListHostedConfigurationVersions(
      { client, pageSize: 2 },
      profile,
    ))
      numbers.push(page.Items?.map(({ VersionNumber }) => VersionNumber));
    expect(numbers).toEqual([[3, 2], [1]]);
    const place = { ApplicationId: "shop", EnvironmentId: "prod" };
    const deploy = new StartDeploymentCommand({
      ...place,
      ConfigurationProfileId: "limits",
      ConfigurationVersion: "2",
      DeploymentStrategyId: "AppConfig.AllAtOnce",
    });
    await client.send(deploy);
    peer.step(2);
    await client.send(deploy);
    const deployments = await client.send(new ListDeploymentsCommand(place));
    expect(deployments.Items).toMatchObject([
      { DeploymentNumber: 2, State: "DEPLOYING" },
      { DeploymentNumber: 1, State: "COMPLETE", ConfigurationVersion: "2" },
    ]);
    const { Items: strategies } = await client.send(new ListDeploymentStrategiesCommand());
    expect(strategies).toHaveLength(4);
    const junk = new ListHostedConfigurationVersionsCommand({ ...profile, NextToken: "junk" });
    await expect(client.send(junk)).rejects.toMatchObject({ name: "BadRequestException" });
  });
});
