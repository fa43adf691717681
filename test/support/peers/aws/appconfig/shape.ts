import type * as appconfig from "@aws-sdk/client-appconfig";
import type { Application, Environment, HostedVersion, Profile } from "./applications.ts";
import type { DeploymentRun } from "./deployment.ts";

export function applicationShape({ id, name }: Application): appconfig.Application {
  return { Id: id, Name: name };
}

export function environmentShape(
  application: Application,
  { id, name, deployments }: Environment,
): appconfig.Environment {
  return {
    ApplicationId: application.id,
    Id: id,
    Name: name,
    State: environmentState(deployments.at(-1)?.state),
    Monitors: [],
  };
}

function environmentState(last?: appconfig.DeploymentState): appconfig.EnvironmentState {
  if (last === undefined || last === "COMPLETE") return "READY_FOR_DEPLOYMENT";
  return last === "VALIDATING" || last === "BAKING" ? "DEPLOYING" : last;
}

export function profileShape(
  application: Application,
  { id, name, type, validator }: Profile,
): appconfig.ConfigurationProfileSummary {
  return {
    ApplicationId: application.id,
    Id: id,
    Name: name,
    LocationUri: "hosted",
    ValidatorTypes: validator ? ["LAMBDA"] : [],
    Type: type,
  };
}

export function versionSummary(
  application: Application,
  profile: Profile,
  version: HostedVersion,
): appconfig.HostedConfigurationVersionSummary {
  return {
    ApplicationId: application.id,
    ConfigurationProfileId: profile.id,
    VersionNumber: version.number,
    Description: version.description,
    ContentType: version.contentType,
    VersionLabel: version.label,
  };
}

export function versionShape(
  application: Application,
  profile: Profile,
  version: HostedVersion,
): appconfig.HostedConfigurationVersion {
  const { content: Content } = version;
  return { ...versionSummary(application, profile, version), Content: new Uint8Array(Content) };
}

export function deploymentSummary(
  profile: Profile,
  run: DeploymentRun,
): appconfig.DeploymentSummary {
  const { strategy } = run;
  return {
    DeploymentNumber: run.number,
    ConfigurationProfileId: profile.id,
    ConfigurationName: profile.name,
    ConfigurationVersion: String(run.version),
    DeploymentDurationInMinutes: strategy.DeploymentDurationInMinutes,
    GrowthType: strategy.GrowthType,
    GrowthFactor: strategy.GrowthFactor,
    FinalBakeTimeInMinutes: strategy.FinalBakeTimeInMinutes,
    State: run.state,
    PercentageComplete: run.percentage,
    StartedAt: run.startedAt,
    CompletedAt: run.completedAt,
  };
}

export function deploymentShape(
  application: Application,
  environment: Environment,
  profile: Profile,
  run: DeploymentRun,
): appconfig.Deployment {
  return {
    ...deploymentSummary(profile, run),
    ApplicationId: application.id,
    EnvironmentId: environment.id,
    DeploymentStrategyId: run.strategy.Id,
    ConfigurationLocationUri: "hosted",
    Description: run.input.Description,
    EventLog: run.events,
    AppliedExtensions: [],
  };
}
