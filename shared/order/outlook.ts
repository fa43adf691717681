import { createHash } from "node:crypto";
import { canonical } from "#shared/core/canonical.ts";
import type { ActionDefinition } from "#shared/action/definition.ts";
import { findAction } from "#shared/action/catalogue/index.ts";
import { missingParameters } from "#shared/action/check.ts";
import { expandTargets } from "#shared/action/expand.ts";
import { openSettings } from "#shared/action/settings.ts";
import { AppError } from "#shared/core/error.ts";
import { issuesOf } from "#shared/core/issue.ts";
import { loadSettings, missingSettings, prepareSettings } from "#shared/setting/load.ts";
import type { Outlook } from "./engine/outlook.ts";
import type { Frame } from "./engine/frame.ts";
import { mostTargets } from "./engine/limits.ts";
import type { NodeRecord, OrderRecord, Traits } from "./record.ts";
import type { ParameterSource } from "./schema.ts";
import { getNode } from "./store.ts";

/** What the current node is about to work with, looked up afresh: settings, outputs, targets as they are now. */

type Layered = Pick<Outlook, "parameters" | "sources">;
type Fault = NonNullable<Outlook["fault"]>;

export function hashOf(value: unknown): string {
  return createHash("sha256").update(canonical(value)).digest("base64url");
}

/** Values that earlier nodes answered. What they did not answer stays missing. */
async function bound(node: NodeRecord): Promise<Record<string, unknown>> {
  const seqs = [...new Set(Object.values(node.bindings).map(({ seq }) => seq))];
  const nodes = await Promise.all(seqs.map((seq) => getNode(node.orderId, seq)));
  const outputs = new Map(nodes.map((one) => [one?.seq, one?.output ?? null]));
  const entries = Object.entries(node.bindings).map(
    ([key, { seq, output }]) => [key, outputs.get(seq)?.[output]] as const,
  );
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined && value !== null));
}

function sourced(values: Record<string, unknown>, source: ParameterSource): Layered["sources"] {
  return Object.fromEntries(Object.keys(values).map((key) => [key, source]));
}

async function layersOf(node: NodeRecord, given: Record<string, unknown>): Promise<Layered> {
  const answered = await bound(node);
  return {
    parameters: { ...node.parameters, ...given, ...answered },
    sources: { ...node.sources, ...sourced(given, "confirm"), ...sourced(answered, "output") },
  };
}

/** The time-out that holds: the step's own, else the action's, else the platform's. */
function timeoutOf(node: NodeRecord, own: number, platform: number): number {
  if (node.strategy.timeoutSeconds > 0) return node.strategy.timeoutSeconds;
  return own > 0 ? own : platform;
}

const noTraits: Traits = {
  isIdempotent: false,
  canCancel: false,
  canFind: false,
  isReversible: false,
  timeoutSeconds: 1,
};

function faulty(layers: Layered, fault: Fault, missing: string[] = []): Outlook {
  return { ...layers, missing, targets: null, traits: noTraits, hash: hashOf(layers), fault };
}

/** Null: the current node is no action. `given` is what somebody fills in on confirming. */
export async function outlookOf(
  { order, node }: Frame,
  now: string,
  given: Record<string, unknown> = {},
): Promise<Outlook | null> {
  if (node === null || node.action === null) return null;
  const layers = await layersOf(node, given);
  const action = findAction(node.action);
  if (action === undefined) {
    return faulty(layers, {
      code: "UNKNOWN_ACTION",
      message: `There is no action ${node.action}.`,
    });
  }
  const missing = missingParameters(action, layers.parameters);
  if (missing.length > 0) {
    const message = `No value for ${missing.join(", ")}.`;
    return faulty(layers, { code: "PARAMETERS_MISSING", message }, missing);
  }
  return checked(order, node, { action, layers, now });
}

async function checked(
  order: OrderRecord,
  node: NodeRecord,
  { action, layers, now }: { action: ActionDefinition; layers: Layered; now: string },
): Promise<Outlook> {
  const parsed = action.parameters.safeParse(layers.parameters);
  if (!parsed.success) {
    const [issue] = issuesOf(parsed.error, layers.parameters);
    const message = `${issue?.path ?? ""}: ${issue?.message ?? "not valid"}`;
    return faulty(layers, { code: "PARAMETERS_INVALID", message });
  }
  await prepareSettings(["platform", ...action.requiredSettings]);
  const unset = await missingSettings(action.requiredSettings);
  if (unset.length > 0) {
    const message = `The settings ${unset.join(", ")} are missing.`;
    return faulty(layers, { code: "SETTINGS_MISSING", message });
  }
  const parameters = parsed.data as Record<string, unknown>;
  const { platform } = await loadSettings(["platform"]);
  const found = await targetsOf(action, parameters, now);
  if ("fault" in found) return faulty(layers, found.fault);
  const { targets } = found;
  const traits = {
    isIdempotent: action.isIdempotent(parsed.data),
    canCancel: action.canCancel(parsed.data),
    canFind: canFindOf(action, parsed.data),
    isReversible: action.inverse !== null,
    timeoutSeconds: timeoutOf(
      node,
      action.timeoutSeconds(parsed.data),
      platform.nodeTimeoutSeconds,
    ),
  };
  const { sources } = layers;
  // Each batch is confirmed for itself: what was seen of one stands for no other.
  const batch = node.startedAt === null ? {} : { batch: node.batchEnd };
  const hash = hashOf({ action: action.code, parameters, targets, ...batch });
  const ready = { parameters, sources, missing: [], targets, traits, hash };
  const fault = crowdFault(action, targets) ?? drillFault(order, targets, platform.drillTargets);
  return { ...ready, fault };
}

/** What is done to all targets of a node is one commit, and an action may allow fewer. */
function crowdFault(action: ActionDefinition, targets: string[] | null): Fault | null {
  const most = Math.min(mostTargets, action.targets?.most ?? mostTargets);
  if (targets === null || targets.length <= most) return null;
  const message = `At most ${most} targets at once, not ${targets.length}.`;
  return { code: "TOO_MANY_TARGETS", message };
}

function canFindOf({ canFind }: ActionDefinition, given: Record<string, unknown>): boolean {
  return typeof canFind === "function" ? canFind(given) : canFind;
}

/** What an action without targets, one with some, or one whose source gives no answer works on. */
async function targetsOf(
  action: ActionDefinition,
  parameters: Record<string, unknown>,
  now: string,
): Promise<{ targets: string[] | null } | { fault: Fault }> {
  if (action.targets === null) return { targets: null };
  try {
    const settings = await openSettings(action.requiredSettings);
    const { targets, faults } = await expandTargets(action, parameters, settings, now);
    const [first] = faults;
    if (first === undefined) return { targets };
    return { fault: { code: first.code.toUpperCase(), message: first.message } };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { fault: { code: error.code, message: error.message } };
  }
}

function isLike(text: string, pattern: string): boolean {
  const parts = pattern.split("*").map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`).test(text);
}

/** A drill touches only what was set free for drills. */
function drillFault(order: OrderRecord, targets: string[] | null, free: string[]): Fault | null {
  if (order.mode !== "drill" || targets === null) return null;
  const forbidden = targets.filter((target) => !free.some((pattern) => isLike(target, pattern)));
  if (forbidden.length === 0) return null;
  const message = `Drills may not touch ${forbidden.slice(0, 5).join(", ")}.`;
  return { code: "NOT_FOR_DRILLS", message };
}
