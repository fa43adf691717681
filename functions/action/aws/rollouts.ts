import type { AppConfigSwitchParameters } from "#shared/action/catalogue/appconfig-switch.ts";
import type { Way } from "#functions/lib/aws/account.ts";
import type { RolloutSummary, VersionSummary } from "#functions/lib/aws/appconfig.ts";

/** What is served in an environment, and which versions and deployments are ours. */

/** Nobody looks further back. */
const mostRollouts = 500;

export type Place = Pick<AppConfigSwitchParameters, "application" | "environment" | "profile">;

/** Both newest first. */
export type Situation = { versions: VersionSummary[]; rollouts: RolloutSummary[] };

export const service = () => import("#functions/lib/aws/appconfig.ts");

export async function recentRollouts(way: Way, place: Place): Promise<RolloutSummary[]> {
  const { rolloutsOf } = await service();
  const found: RolloutSummary[] = [];
  for await (const rollout of rolloutsOf(way, place)) {
    found.push(rollout);
    if (found.length === mostRollouts) break;
  }
  return found;
}

export async function situationOf(way: Way, place: Place): Promise<Situation> {
  const { listVersions } = await service();
  const [versions, rollouts] = await Promise.all([
    listVersions(way, place),
    recentRollouts(way, place),
  ]);
  return { versions, rollouts };
}

/** The version that is served; undefined where nothing was ever rolled out. */
export function servedVersion(rollouts: RolloutSummary[], { profile }: Place): number | undefined {
  const served = rollouts.find(
    ({ ConfigurationProfileId, State }) =>
      ConfigurationProfileId === profile && State === "COMPLETE",
  );
  return served && Number(served.ConfigurationVersion);
}

const underWay: ReadonlySet<string> = new Set([
  "VALIDATING",
  "DEPLOYING",
  "BAKING",
  "ROLLING_BACK",
]);

/** An environment takes one deployment at a time, whatever is deployed. */
export function runningRollout([newest]: RolloutSummary[]): RolloutSummary | undefined {
  return newest !== undefined && underWay.has(newest.State ?? "") ? newest : undefined;
}

/** What a version of ours is known by: the key of the call, and the version it was made from. */
export function describe(key: string, base: number): string {
  return `Countersign ${key} from version ${base}`;
}

/** Versions that this call made, with the version each was made from. */
export function ownVersions(key: string, versions: VersionSummary[]) {
  return versions.flatMap(({ VersionNumber = 0, Description = "" }) => {
    const [, madeBy, base] = /^Countersign (\S+) from version (\d+)$/.exec(Description) ?? [];
    return madeBy === key ? [{ version: VersionNumber, base: Number(base) }] : [];
  });
}

/** The deployment that this call began. */
export function ownRollout(key: string, { versions, rollouts }: Situation, { profile }: Place) {
  const own = new Map(ownVersions(key, versions).map((one) => [String(one.version), one]));
  const found = rollouts.find(
    ({ ConfigurationProfileId, ConfigurationVersion = "" }) =>
      ConfigurationProfileId === profile && own.has(ConfigurationVersion),
  );
  const made = own.get(found?.ConfigurationVersion ?? "");
  if (found === undefined || made === undefined) return undefined;
  return { ...made, deployment: found.DeploymentNumber ?? 0 };
}
