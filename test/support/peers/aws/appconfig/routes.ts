import type { JsonRoute } from "../rest-json-wire.ts";

const APPLICATION = "/applications/{ApplicationId}";
const PROFILES = `${APPLICATION}/configurationprofiles`;
const VERSIONS = `${PROFILES}/{ConfigurationProfileId}/hostedconfigurationversions`;
const DEPLOYMENTS = `${APPLICATION}/environments/{EnvironmentId}/deployments`;

const content = {
  headers: {
    ApplicationId: "application-id",
    ConfigurationProfileId: "configuration-profile-id",
    VersionNumber: "version-number",
    Description: "description",
    ContentType: "content-type",
    VersionLabel: "versionlabel",
  },
  payload: "Content",
};

/** How AppConfig's operations are bound to HTTP. */
export const routes: JsonRoute[] = [
  list("ListApplications", "/applications"),
  list("ListDeploymentStrategies", "/deploymentstrategies"),
  list("ListEnvironments", `${APPLICATION}/environments`),
  list("ListConfigurationProfiles", PROFILES, { type: "Type" }),
  list("ListHostedConfigurationVersions", VERSIONS, { version_label: "VersionLabel" }),
  list("ListDeployments", DEPLOYMENTS),
  {
    operation: "GetHostedConfigurationVersion",
    method: "GET",
    path: `${VERSIONS}/{VersionNumber}`,
    numbers: ["VersionNumber"],
    answer: content,
  },
  {
    operation: "CreateHostedConfigurationVersion",
    method: "POST",
    path: VERSIONS,
    headers: {
      description: "Description",
      "content-type": "ContentType",
      "latest-version-number": "LatestVersionNumber",
      versionlabel: "VersionLabel",
    },
    numbers: ["LatestVersionNumber"],
    payload: "Content",
    status: 201,
    answer: content,
  },
  { operation: "StartDeployment", method: "POST", path: DEPLOYMENTS, status: 201 },
  {
    operation: "GetDeployment",
    method: "GET",
    path: `${DEPLOYMENTS}/{DeploymentNumber}`,
    numbers: ["DeploymentNumber"],
  },
  {
    operation: "StopDeployment",
    method: "DELETE",
    path: `${DEPLOYMENTS}/{DeploymentNumber}`,
    headers: { "allow-revert": "AllowRevert" },
    numbers: ["DeploymentNumber"],
    booleans: ["AllowRevert"],
    status: 202,
  },
];

function list(operation: string, path: string, more: Record<string, string> = {}): JsonRoute {
  const query = { max_results: "MaxResults", next_token: "NextToken", ...more };
  return { operation, method: "GET", path, query, numbers: ["MaxResults"] };
}
