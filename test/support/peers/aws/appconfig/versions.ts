import type * as appconfig from "@aws-sdk/client-appconfig";
import { AwsError, hold } from "../error.ts";
import { hostedVersion, type Applications, type Profile } from "./applications.ts";
import { keptFlags } from "./flags.ts";
import { pageOfItems, REFUSED } from "./page.ts";
import { versionShape, versionSummary } from "./shape.ts";

const CONTENT_MAX_BYTES = 2 * 1024 * 1024;

/** The operations on hosted configuration versions. */
export function versionHandlers(applications: Applications) {
  return {
    GetHostedConfigurationVersion: (input: appconfig.GetHostedConfigurationVersionRequest) => {
      const application = applications.find(input.ApplicationId);
      const profile = applications.profile(application, input.ConfigurationProfileId);
      const version = hostedVersion(profile, String(input.VersionNumber));
      return versionShape(application, profile, version);
    },
    ListHostedConfigurationVersions: (input: appconfig.ListHostedConfigurationVersionsRequest) => {
      const application = applications.find(input.ApplicationId);
      const profile = applications.profile(application, input.ConfigurationProfileId);
      const summaries = profile.versions
        .filter(({ label }) => !input.VersionLabel || label === input.VersionLabel)
        .map((version) => versionSummary(application, profile, version))
        .reverse();
      return pageOfItems(summaries, input);
    },
    CreateHostedConfigurationVersion: (
      input: appconfig.CreateHostedConfigurationVersionRequest,
      effect: () => void,
    ) => {
      const application = applications.find(input.ApplicationId);
      const profile = applications.profile(application, input.ConfigurationProfileId);
      const version = nextVersion(profile, input);
      profile.versions.push(version);
      effect();
      return versionShape(application, profile, version);
    },
  };
}

function nextVersion(profile: Profile, input: appconfig.CreateHostedConfigurationVersionRequest) {
  hold(
    input,
    {
      ContentType: { required: true, min: 1, max: 255 },
      Description: { max: 1_024 },
      VersionLabel: { min: 1, max: 64, pattern: /.*[^0-9].*/ },
    },
    REFUSED,
  );
  const content = Buffer.from(input.Content ?? []);
  checkSize(content.length);
  const latest = profile.versions.at(-1)?.number ?? 0;
  if (input.LatestVersionNumber !== undefined && input.LatestVersionNumber !== latest) {
    const text = `The latest version number is ${latest}, not ${input.LatestVersionNumber}.`;
    throw new AwsError("ConflictException", text, { status: 409 });
  }
  const isFlags = profile.type === "AWS.AppConfig.FeatureFlags";
  if (isFlags && input.ContentType !== "application/json") {
    throw new AwsError(REFUSED, "Feature flags must be of type application/json.");
  }
  return {
    number: latest + 1,
    content: isFlags ? keptFlags(content, new Date().toISOString()) : content,
    contentType: input.ContentType ?? "",
    description: input.Description,
    label: input.VersionLabel,
  };
}

function checkSize(bytes: number): void {
  if (bytes === 0) throw new AwsError(REFUSED, "Content must not be empty.");
  if (bytes <= CONTENT_MAX_BYTES) return;
  const kilobytes = (size: number) => size / 1024;
  throw new AwsError("PayloadTooLargeException", "The configuration size is too large.", {
    status: 413,
    fields: {
      Measure: "KILOBYTES",
      Limit: kilobytes(CONTENT_MAX_BYTES),
      Size: kilobytes(bytes),
    },
  });
}
