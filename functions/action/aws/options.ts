import type { Option, OptionProvider } from "#shared/action/driver.ts";
import type { Way } from "#functions/lib/aws/account.ts";
import type { NamedId } from "#functions/lib/aws/appconfig.ts";
import { flagNames } from "./flags.ts";
import { isOnline } from "./instances.ts";
import { recentRollouts, servedVersion, service as appConfig } from "./rollouts.ts";
import { accountOf } from "./way.ts";
import { shownName } from "./weights.ts";

/** What there is to choose from in an account. They only look. */

export const accounts: OptionProvider = async ({ settings }) =>
  (settings.aws?.accounts ?? []).map(({ name, region }) => ({
    value: name,
    label: `${name} (${region})`,
  }));

/** Names of parameters that the source depends on, as text. */
type Chosen = Record<string, string>;

function inAccount(list: (way: Way, chosen: Chosen) => Promise<Option[]>): OptionProvider {
  return async (question) => {
    const account = accountOf(question);
    if (account === undefined) throw new Error("no such account");
    const chosen = Object.entries(question.parameters).map(([key, value]) => [key, String(value)]);
    return list({ account, signal: question.signal }, Object.fromEntries(chosen) as Chosen);
  };
}

function named(names: readonly string[]): Option[] {
  return names.toSorted().map((name) => ({ value: name, label: name }));
}

function byId(items: readonly NamedId[]): Option[] {
  return items.map(({ id, name }) => ({ value: id, label: name === id ? id : `${name} (${id})` }));
}

export const functions = inAccount(async (way) => {
  const { listFunctions } = await import("#functions/lib/aws/lambda.ts");
  return named(await listFunctions(way));
});

/** Those that can take a command now are running. */
export const instances = inAccount(async (way) => {
  const { listInstances } = await import("#functions/lib/aws/ssm.ts");
  return (await listInstances(way)).map((instance) => {
    const { InstanceId: value = "", Name, ComputerName = "", PlatformName = "" } = instance;
    const called = Name === undefined || Name === "" ? ComputerName : Name;
    const label = [called, `(${value})`, PlatformName].filter(Boolean).join(" ");
    return { value, label, isRunning: isOnline(instance) };
  });
});

export const clusters = inAccount(async (way) => {
  const { listClusters } = await import("#functions/lib/aws/ecs.ts");
  return named(await listClusters(way));
});

export const services = inAccount(async (way, { cluster = "" }) => {
  const { listServices } = await import("#functions/lib/aws/ecs.ts");
  return named(await listServices(way, cluster));
});

export const applications = inAccount(async (way) =>
  byId(await (await appConfig()).listApplications(way)),
);

export const environments = inAccount(async (way, { application = "" }) =>
  byId(await (await appConfig()).listEnvironments(way, application)),
);

export const profiles = inAccount(async (way, { application = "" }) =>
  byId(await (await appConfig()).listFlagProfiles(way, application)),
);

export const strategies = inAccount(async (way) =>
  byId(await (await appConfig()).listStrategies(way)),
);

/** Those of the version that is served. */
export const flags = inAccount(
  async (way, { application = "", environment = "", profile = "" }) => {
    const place = { application, environment, profile };
    const version = servedVersion(await recentRollouts(way, place), place);
    if (version === undefined) return [];
    return named(flagNames(await (await appConfig()).getVersion(way, place, version)));
  },
);

export const zones = inAccount(async (way) => {
  const { listZones } = await import("#functions/lib/aws/route53.ts");
  return (await listZones(way)).map(({ Id = "", Name = "", Config }) => ({
    value: Id.replace("/hostedzone/", ""),
    label: `${shownName(Name)}${Config?.PrivateZone === true ? " (VPC)" : ""}`,
  }));
});

/** Names with weighted records, and between what their weight decides. */
export const records = inAccount(async (way, { zone = "" }) => {
  const { recordsOf } = await import("#functions/lib/aws/route53.ts");
  const types = new Map<string, Set<string>>();
  for await (const page of recordsOf(way, zone)) {
    for (const { Name = "", Type = "", Weight } of page) {
      if (Weight === undefined) continue;
      const name = shownName(Name);
      types.set(name, (types.get(name) ?? new Set()).add(Type));
    }
  }
  return [...types].map(([name, found]) => ({
    value: name,
    label: `${name} (${[...found].join(", ")})`,
  }));
});
