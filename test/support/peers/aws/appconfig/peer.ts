import type * as appconfig from "@aws-sdk/client-appconfig";
import { startPeer, type Peer } from "../peer.ts";
import { restJsonWire } from "../rest-json-wire.ts";
import { Steps, type Pace } from "../steps.ts";
import { Applications } from "./applications.ts";
import type { DeploymentDelays } from "./deployment.ts";
import { Deployments } from "./deployments.ts";
import { pageOfItems } from "./page.ts";
import { routes } from "./routes.ts";
import { applicationShape, environmentShape, profileShape } from "./shape.ts";
import { versionHandlers } from "./versions.ts";

/** AppConfig. What there is is added through `applications`; strategies of one's own to `deployments`. */
export type AppConfigPeer = Peer & {
  applications: Applications;
  deployments: Deployments;
  delays: DeploymentDelays;
};

export async function startAppConfigPeer(
  options: { pace?: Pace; delays?: Partial<DeploymentDelays> } = {},
): Promise<AppConfigPeer> {
  const steps = new Steps(options.pace);
  const delays = { growMs: 10, bakeMs: 10, rollBackMs: 5, ...options.delays };
  const applications = new Applications();
  const deployments = new Deployments(applications, steps, delays);
  const service = {
    signingName: "appconfig",
    wire: restJsonWire(routes),
    handlers: {
      ...listHandlers(applications, deployments),
      ...versionHandlers(applications),
      ...deploymentHandlers(deployments),
    },
    throttling: { name: "TooManyRequestsException", status: 429, message: "Too Many Requests" },
    crash: { name: "InternalServerException", message: "There was an internal failure." },
  };
  return { ...(await startPeer(service, steps)), applications, deployments, delays };
}

function listHandlers(applications: Applications, { strategies }: Deployments) {
  return {
    ListApplications: (input: appconfig.ListApplicationsRequest) =>
      pageOfItems(applications.all.map(applicationShape), input),
    ListEnvironments: (input: appconfig.ListEnvironmentsRequest) => {
      const application = applications.find(input.ApplicationId);
      const all = application.environments.map((one) => environmentShape(application, one));
      return pageOfItems(all, input);
    },
    ListConfigurationProfiles: (input: appconfig.ListConfigurationProfilesRequest) => {
      const application = applications.find(input.ApplicationId);
      const all = application.profiles
        .filter(({ type }) => !input.Type || type === input.Type)
        .map((one) => profileShape(application, one));
      return pageOfItems(all, input);
    },
    ListDeploymentStrategies: (input: appconfig.ListDeploymentStrategiesRequest) =>
      pageOfItems(strategies, input),
  };
}

function deploymentHandlers(deployments: Deployments) {
  return {
    StartDeployment: (input: appconfig.StartDeploymentRequest, effect: () => void) =>
      deployments.start(input, effect),
    GetDeployment: (input: appconfig.GetDeploymentRequest) => deployments.get(input),
    StopDeployment: (input: appconfig.StopDeploymentRequest, effect: () => void) =>
      deployments.stop(input, effect),
    ListDeployments: (input: appconfig.ListDeploymentsRequest) => deployments.list(input),
  };
}
