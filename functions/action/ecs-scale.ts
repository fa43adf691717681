import { EcsScaleParameters } from "#shared/action/catalogue/ecs-scale.ts";
import type { Call, Driver, Operation, Outcome } from "#shared/action/driver.ts";
import type { Way } from "#functions/lib/aws/account.ts";
import type { EcsService } from "#functions/lib/aws/ecs.ts";
import { asking, causing } from "./aws/way.ts";

const service = () => import("#functions/lib/aws/ecs.ts");

/** So many looks may show another count than the wished one before somebody else must have set it. */
const mostStrayLooks = 3;

async function see(way: Way, given: EcsScaleParameters): Promise<EcsService | undefined> {
  return (await service()).describeService(way, given.cluster, given.service);
}

function missing({ cluster, service: name }: EcsScaleParameters): Outcome {
  const message = `The cluster ${cluster} has no service ${name}.`;
  return { kind: "failed", code: "ServiceNotFoundException", message };
}

/**
 * Looks what is there and remembers it: the way back must be on record before the count is changed, or a lost answer
 * would take it away. The change itself is the step that follows.
 */
async function start(call: Call): Promise<Outcome> {
  const given = EcsScaleParameters.parse(call.parameters);
  return causing(call, async (way) => {
    const found = await see(way, given);
    if (found === undefined) return missing(given);
    const { desiredCount: previousDesired = 0, events = [] } = found;
    const operation = { previousDesired, isSet: false, strays: 0, lastEvent: events[0]?.id ?? "" };
    return { kind: "wants", step: "scale", operation, progress: countsOf(found) };
  });
}

async function advance(call: Call, operation: Operation): Promise<Outcome> {
  const { cluster, service: name, desiredCount } = EcsScaleParameters.parse(call.parameters);
  return causing(call, async (way) => {
    await (await service()).setDesiredCount(way, { cluster, service: name, desiredCount });
    return { kind: "started", operation: { ...operation, isSet: true } };
  });
}

function countsOf({ runningCount = 0, desiredCount = 0, pendingCount = 0 }: EcsService): string {
  return `${runningCount}/${desiredCount}${pendingCount === 0 ? "" : ` (+${pendingCount})`}`;
}

/** What the service has said since we looked last, the newest first: that no task can be placed, for example. */
function newsOf({ events = [] }: EcsService, { lastEvent }: Operation): string[] {
  const known = events.findIndex(({ id }) => id === lastEvent);
  return events
    .slice(0, known === -1 ? events.length : known)
    .flatMap(({ message }) => message ?? []);
}

async function poll(call: Call, operation: Operation): Promise<Outcome> {
  const given = EcsScaleParameters.parse(call.parameters);
  return asking(call, async (way) => {
    const found = await see(way, given);
    if (found === undefined) return missing(given);
    const news = newsOf(found, operation);
    const lastEvent = found.events?.[0]?.id ?? operation["lastEvent"];
    const known = { ...operation, lastEvent, news: news[0] ?? operation["news"] };
    return { ...outcomeOf(given, known, found), log: news.toReversed().join("\n") };
  });
}

function outcomeOf(
  { desiredCount: wish }: EcsScaleParameters,
  known: Operation,
  found: EcsService,
): Outcome {
  const { desiredCount = 0, runningCount = 0, pendingCount = 0, deployments = [] } = found;
  const output = {
    previousDesired: known["previousDesired"],
    desired: desiredCount,
    running: runningCount,
  };
  const progress = [countsOf(found), known["news"]].filter(Boolean).join(" ");
  if (desiredCount !== wish) return stray(known, { progress, desiredCount, output });
  const broken = deployments.find(
    ({ status, rolloutState }) => status === "PRIMARY" && rolloutState === "FAILED",
  );
  if (broken !== undefined) {
    const message = broken.rolloutStateReason ?? "The deployment failed.";
    return { kind: "failed", code: "ROLLOUT_FAILED", message, output };
  }
  const isDone = runningCount === wish && pendingCount === 0;
  if (isDone)
    return { kind: "succeeded", output, text: `${String(known["previousDesired"])} → ${wish}` };
  return { kind: "started", operation: { ...known, isSet: true, strays: 0 }, progress };
}

/** Not yet set, as its call got no answer; or, for a moment after it was set, not yet shown; or set by others. */
function stray(
  known: Operation,
  { progress, desiredCount, output }: { progress: string; desiredCount: number; output: object },
): Outcome {
  if (known["isSet"] !== true) return { kind: "wants", step: "scale", operation: known, progress };
  const strays = Number(known["strays"]) + 1;
  if (strays < mostStrayLooks)
    return { kind: "started", operation: { ...known, strays }, progress };
  const message = `Somebody else has set the count to ${desiredCount}.`;
  return { kind: "failed", code: "CHANGED_BY_OTHERS", message, output: { ...output } };
}

async function rehearse(call: Call): Promise<Outcome> {
  const given = EcsScaleParameters.parse(call.parameters);
  return causing(call, async (way) => {
    const found = await see(way, given);
    if (found === undefined) return missing(given);
    const { cluster, service: name, desiredCount } = given;
    const text = `${cluster}/${name}: ${found.desiredCount ?? 0} → ${desiredCount} (${countsOf(found)})`;
    return { kind: "succeeded", text };
  });
}

export const ecsScale: Driver = { start, advance, poll, rehearse };
