import {
  AppConfigClient,
  CreateHostedConfigurationVersionCommand,
  GetDeploymentCommand,
  GetHostedConfigurationVersionCommand,
  paginateListApplications,
  paginateListConfigurationProfiles,
  paginateListDeployments,
  paginateListDeploymentStrategies,
  paginateListEnvironments,
  paginateListHostedConfigurationVersions,
  StartDeploymentCommand,
  StopDeploymentCommand,
  type Deployment,
  type DeploymentSummary,
  type HostedConfigurationVersionSummary,
} from "@aws-sdk/client-appconfig";
import { perAccount, until, type Way } from "./account.ts";

const client = /* @__PURE__ */ perAccount((config) => new AppConfigClient(config));

export type Rollout = Deployment;
export type RolloutSummary = DeploymentSummary;
export type VersionSummary = HostedConfigurationVersionSummary;

/** Where a flag is. Ids, as the API wants them. */
export type ProfilePlace = { application: string; profile: string };
export type EnvironmentPlace = { application: string; environment: string };

type Named = { Id?: string; Name?: string };
type Pages = AsyncIterable<{ Items?: Named[] }>;

export type NamedId = { id: string; name: string };

async function allOf(pages: Pages): Promise<NamedId[]> {
  const found: NamedId[] = [];
  for await (const { Items = [] } of pages) {
    found.push(...Items.map(({ Id = "", Name = Id }) => ({ id: Id, name: Name })));
  }
  return found;
}

export async function listApplications(way: Way): Promise<NamedId[]> {
  return allOf(paginateListApplications({ client: await client(way) }, {}, until(way)));
}

export async function listEnvironments(way: Way, application: string): Promise<NamedId[]> {
  const input = { ApplicationId: application };
  return allOf(paginateListEnvironments({ client: await client(way) }, input, until(way)));
}

/** Profiles of feature flags. */
export async function listFlagProfiles(way: Way, application: string): Promise<NamedId[]> {
  const input = { ApplicationId: application, Type: "AWS.AppConfig.FeatureFlags" };
  return allOf(paginateListConfigurationProfiles({ client: await client(way) }, input, until(way)));
}

export async function listStrategies(way: Way): Promise<NamedId[]> {
  return allOf(paginateListDeploymentStrategies({ client: await client(way) }, {}, until(way)));
}

/** The newest first. */
export async function* rolloutsOf(
  way: Way,
  { application, environment }: EnvironmentPlace,
): AsyncGenerator<RolloutSummary> {
  const input = { ApplicationId: application, EnvironmentId: environment };
  const pages = paginateListDeployments({ client: await client(way) }, input, until(way));
  for await (const { Items = [] } of pages) yield* Items;
}

/** The newest first. */
export async function listVersions(
  way: Way,
  { application, profile }: ProfilePlace,
): Promise<VersionSummary[]> {
  const input = { ApplicationId: application, ConfigurationProfileId: profile };
  const config = { client: await client(way) };
  const found: VersionSummary[] = [];
  for await (const { Items = [] } of paginateListHostedConfigurationVersions(
    config,
    input,
    until(way),
  ))
    found.push(...Items);
  return found.toSorted((a, b) => (b.VersionNumber ?? 0) - (a.VersionNumber ?? 0));
}

export async function getVersion(
  way: Way,
  { application, profile }: ProfilePlace,
  version: number,
): Promise<string> {
  const command = new GetHostedConfigurationVersionCommand({
    ApplicationId: application,
    ConfigurationProfileId: profile,
    VersionNumber: version,
  });
  const { Content } = await (await client(way)).send(command, until(way));
  return Buffer.from(Content ?? []).toString("utf8");
}

/** Its number. Refused with ConflictException when `latest` is not the newest version any more. */
export async function createVersion(
  way: Way,
  { application, profile }: ProfilePlace,
  given: { content: string; description: string; latest: number },
): Promise<number> {
  const command = new CreateHostedConfigurationVersionCommand({
    ApplicationId: application,
    ConfigurationProfileId: profile,
    Content: Buffer.from(given.content),
    ContentType: "application/json",
    Description: given.description,
    LatestVersionNumber: given.latest,
  });
  return (await (await client(way)).send(command, until(way))).VersionNumber ?? 0;
}

/** Its number. Refused with ConflictException while another one runs, or when `latest` is not the newest any more. */
export async function startRollout(
  way: Way,
  { application, environment, profile }: EnvironmentPlace & ProfilePlace,
  given: { version: number; strategy: string; description: string; latest: number },
): Promise<number> {
  const command = new StartDeploymentCommand({
    ApplicationId: application,
    EnvironmentId: environment,
    ConfigurationProfileId: profile,
    ConfigurationVersion: String(given.version),
    DeploymentStrategyId: given.strategy,
    Description: given.description,
    LatestDeploymentNumber: given.latest,
  });
  return (await (await client(way)).send(command, until(way))).DeploymentNumber ?? 0;
}

export async function getRollout(
  way: Way,
  { application, environment }: EnvironmentPlace,
  number: number,
): Promise<Rollout> {
  const command = new GetDeploymentCommand({
    ApplicationId: application,
    EnvironmentId: environment,
    DeploymentNumber: number,
  });
  return (await client(way)).send(command, until(way));
}

/** One that is over is taken back. */
export async function stopRollout(
  way: Way,
  { application, environment }: EnvironmentPlace,
  number: number,
): Promise<void> {
  const command = new StopDeploymentCommand({
    ApplicationId: application,
    EnvironmentId: environment,
    DeploymentNumber: number,
    AllowRevert: true,
  });
  await (await client(way)).send(command, until(way));
}
