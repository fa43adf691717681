import { AppConfigSwitchParameters } from "#shared/action/catalogue/appconfig-switch.ts";
import type { Call, Driver, Operation, Outcome } from "#shared/action/driver.ts";
import type { Way } from "#functions/lib/aws/account.ts";
import type { Rollout } from "#functions/lib/aws/appconfig.ts";
import { nameOf } from "#functions/lib/aws/fault.ts";
import { stateOfFlag, withFlag } from "./aws/flags.ts";
import {
  describe,
  ownRollout,
  ownVersions,
  recentRollouts,
  runningRollout,
  servedVersion,
  service,
  situationOf,
} from "./aws/rollouts.ts";
import { asking, causing } from "./aws/way.ts";

/** Between two tries while another deployment runs. */
const busySeconds = 30;

/** What is served, read: the base of every change. Others may be preparing versions that are not out yet. */
type Base = { version: number; content: string; previous: boolean };

async function read(
  way: Way,
  given: AppConfigSwitchParameters,
  version: number,
): Promise<Base | Outcome> {
  const content = await (await service()).getVersion(way, given, version);
  const state = stateOfFlag(content, given.flag);
  return "code" in state
    ? { kind: "failed", ...state }
    : { version, content, previous: state.enabled };
}

async function readServed(
  way: Way,
  given: AppConfigSwitchParameters,
  rollouts: Parameters<typeof servedVersion>[0],
): Promise<Base | Outcome> {
  const version = servedVersion(rollouts, given);
  if (version !== undefined) return read(way, given, version);
  const message = "Nothing has been deployed from this profile to this environment yet.";
  return { kind: "failed", code: "NOTHING_SERVED", message };
}

type Own = NonNullable<ReturnType<typeof ownRollout>>;

async function goingOn(way: Way, given: AppConfigSwitchParameters, own: Own): Promise<Outcome> {
  const base = await read(way, given, own.base);
  if ("kind" in base) return base;
  const { version, deployment } = own;
  return { kind: "started", operation: { deployment, version, previous: base.previous, told: 0 } };
}

async function start(call: Call): Promise<Outcome> {
  const given = AppConfigSwitchParameters.parse(call.parameters);
  return causing(call, async (way) => {
    try {
      return await begin(way, given, call.key);
    } catch (error) {
      if (nameOf(error) !== "ConflictException") throw error;
      return busy("Somebody else has changed this profile or environment.");
    }
  });
}

function busy(message: string): Outcome {
  return { kind: "throttled", afterSeconds: busySeconds, message };
}

async function begin(way: Way, given: AppConfigSwitchParameters, key: string): Promise<Outcome> {
  const situation = await situationOf(way, given);
  const { versions, rollouts } = situation;
  const own = ownRollout(key, situation, given);
  if (own !== undefined) return goingOn(way, given, own);
  const running = runningRollout(rollouts);
  if (running !== undefined) return busy(`Deployment ${running.DeploymentNumber} is under way.`);
  const base = await readServed(way, given, rollouts);
  if ("kind" in base) return base;
  const { previous } = base;
  if (previous === given.enabled)
    return done(given, { previous, version: base.version, deployment: null });
  const prepared = ownVersions(key, versions).find((one) => one.base === base.version);
  const version =
    prepared?.version ??
    (await prepare(way, given, { key, base, latest: versions[0]?.VersionNumber ?? 0 }));
  // The number of the last deployment makes a doubled call harmless: AWS takes the next one once.
  const deployment = await (
    await service()
  ).startRollout(way, given, {
    version,
    strategy: given.strategy,
    description: describe(key, base.version),
    latest: rollouts[0]?.DeploymentNumber ?? 0,
  });
  return { kind: "started", operation: { deployment, version, previous, told: 0 } };
}

/** A version that differs from the one that is served in one flag. Nobody is served it yet. */
async function prepare(
  way: Way,
  given: AppConfigSwitchParameters,
  { key, base, latest }: { key: string; base: Base; latest: number },
): Promise<number> {
  const content = withFlag(base.content, given.flag, given.enabled);
  const description = describe(key, base.version);
  return (await service()).createVersion(way, given, { content, description, latest });
}

function done({ flag, enabled }: AppConfigSwitchParameters, known: Operation): Outcome {
  const { previous, version, deployment } = known;
  const text = `${flag}: ${String(previous)} → ${String(enabled)}`;
  return { kind: "succeeded", output: { previous, enabled, version, deployment }, text };
}

async function poll(call: Call, operation: Operation): Promise<Outcome> {
  const given = AppConfigSwitchParameters.parse(call.parameters);
  return asking(call, async (way) => {
    const rollout = await (await service()).getRollout(way, given, Number(operation["deployment"]));
    const { EventLog: events = [] } = rollout;
    // The newest stands first.
    const news = events.toReversed().slice(Number(operation["told"]));
    const log = news
      .map(({ EventType, Description = "" }) => `${EventType}: ${Description}`)
      .join("\n");
    return { ...outcomeOf(given, { ...operation, told: events.length }, rollout), log };
  });
}

function outcomeOf(given: AppConfigSwitchParameters, known: Operation, rollout: Rollout): Outcome {
  const { State: state = "", PercentageComplete: percent = 0, EventLog: events = [] } = rollout;
  if (state === "COMPLETE") return done(given, known);
  if (state !== "ROLLED_BACK" && state !== "REVERTED") {
    return { kind: "started", operation: known, progress: `${state} ${percent} %` };
  }
  if (known["isStopping"] === true) return { kind: "cancelled" };
  const begun = events.find(({ EventType }) => EventType === "ROLLBACK_STARTED");
  const by = begun?.TriggeredBy === undefined ? "" : ` (${begun.TriggeredBy})`;
  return { kind: "failed", code: state, message: `${begun?.Description ?? state}${by}` };
}

/** A version without a deployment serves nobody: what began it may be called again. */
async function find(call: Call): Promise<Outcome> {
  const given = AppConfigSwitchParameters.parse(call.parameters);
  return asking(call, async (way) => {
    const own = ownRollout(call.key, await situationOf(way, given), given);
    if (own !== undefined) return goingOn(way, given, own);
    return { kind: "no_answer", message: "No deployment of this call is listed." };
  });
}

/** Rolls back; one that has just completed is taken back. */
async function cancel(call: Call, operation: Operation): Promise<Outcome> {
  const given = AppConfigSwitchParameters.parse(call.parameters);
  return causing(call, async (way) => {
    await (await service()).stopRollout(way, given, Number(operation["deployment"]));
    return { kind: "started", operation: { ...operation, isStopping: true } };
  });
}

async function rehearse(call: Call): Promise<Outcome> {
  const given = AppConfigSwitchParameters.parse(call.parameters);
  return causing(call, async (way) => {
    const rollouts = await recentRollouts(way, given);
    const base = await readServed(way, given, rollouts);
    if ("kind" in base) return base;
    const running = runningRollout(rollouts);
    const waits =
      running === undefined ? "" : `; deployment ${running.DeploymentNumber} is under way`;
    const text = `${given.flag}: ${base.previous} → ${given.enabled} (${given.strategy})${waits}`;
    return { kind: "succeeded", text };
  });
}

export const appConfigSwitch: Driver = { start, poll, find, cancel, rehearse };
