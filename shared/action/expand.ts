import type { Issue } from "#shared/core/error.ts";
import type { ActionDefinition } from "./definition.ts";
import type { Call } from "./driver.ts";
import { factsOf } from "./facts.ts";
import { dependencies, sourceOf } from "./list-options.ts";
import { optionsOf } from "./options.ts";

type Expansion = { targets: string[]; faults: Issue[] };

function namesIn(value: unknown): string[] {
  if (typeof value === "string") return value === "" ? [] : [value];
  if (!Array.isArray(value)) return [];
  return [...new Set(value.filter((one) => typeof one === "string" && one !== ""))] as string[];
}

function fault(path: string, code: string, message: string): Expansion {
  return { targets: [], faults: [{ path, code, message }] };
}

/**
 * What a call works on, one by one. An empty list is what its parameter declares: a fault, nothing, or all that its
 * source offers under the filter that also held when somebody chose. No targets and no faults for an action without
 * targets. Throws UPSTREAM_FAILED when the source gives no answer.
 */
export async function expandTargets(
  action: ActionDefinition,
  parameters: Record<string, unknown>,
  settings: Call["settings"],
  now: string,
): Promise<Expansion> {
  if (action.targets === null) return { targets: [], faults: [] };
  const { parameter, most } = action.targets;
  const field = factsOf(action).parameters.find(({ key }) => key === parameter);
  const source = field && sourceOf(field);
  const { emptyMeans = "error" } = field ?? {};
  const named = namesIn(parameters[parameter]);
  if (named.length === 0 && emptyMeans === "none") return { targets: [], faults: [] };
  if (named.length === 0 && (emptyMeans === "error" || source === undefined)) {
    return fault(parameter, "no_targets", "At least one target is needed.");
  }
  const targets =
    named.length > 0 || source === undefined
      ? named
      : await allOf(action, { source, parameters, settings, now });
  if (targets.length <= most) return { targets, faults: [] };
  return fault(parameter, "too_many_targets", `${targets.length} targets; at most ${most}.`);
}

type Source = NonNullable<ReturnType<typeof sourceOf>>;

async function allOf(
  action: ActionDefinition,
  {
    source,
    parameters,
    ...rest
  }: Pick<Call, "settings" | "now" | "parameters"> & { source: Source },
): Promise<string[]> {
  const needed = dependencies(action, source, parameters);
  const options = await optionsOf({ ...rest, source, parameters: needed, search: "" });
  return [...new Set(options.map(({ value }) => value))];
}
