import { pathOf } from "#lib/designer/document.ts";
import type { Result } from "#lib/api/client.ts";
import type { Chosen, Outline, OutlineStep } from "./outline.ts";

export type PlanFinding = Result<"checkPlan">["findings"][number];

/** Where in the editor a finding is mended. */
export type PlanPlace =
  { tab: "steps"; chosen: Chosen | null } | { tab: "facts"; key: string } | { tab: "source" };

const facts = new Set([
  ...["name", "description", "owners", "symptoms", "service", "expectedSeconds"],
  ...["concurrencyKey", "cooldownSeconds", "approval", "breakGlass", "cleanUpDrills"],
  ...["trigger", "guardrails", "shared"],
]);

function indexOf(value: string | number | undefined): number | null {
  return typeof value === "number" ? value : null;
}

/** The place of a finding; a source that can't be read, and what no tab shows, is mended as text. */
export function planPlaceOf(
  { path: text }: Pick<PlanFinding, "path">,
  isReadable: boolean,
): PlanPlace {
  const path = pathOf(text);
  const [head, one, two, three] = path;
  if (!isReadable || head === undefined) return { tab: "source" };
  if (head === "steps") return { tab: "steps", chosen: { part: 0, step: indexOf(one) } };
  if (head === "plans") {
    const part = indexOf(one);
    if (part === null) return { tab: "steps", chosen: null };
    return { tab: "steps", chosen: { part, step: two === "steps" ? indexOf(three) : null } };
  }
  const key = String(head);
  return facts.has(key) ? { tab: "facts", key } : { tab: "source" };
}

function begins(text: string, path: string): boolean {
  return text === path || text.startsWith(`${path}.`);
}

/** What is said about something that stands at `path`, and inside it. */
export function findingsBelow(
  findings: readonly PlanFinding[],
  path: readonly (string | number)[],
): PlanFinding[] {
  const text = path.join(".");
  return findings.filter((finding) => begins(finding.path, text));
}

/** The step that a finding names, if it is about one. */
export function stepOf({ path }: Pick<PlanFinding, "path">, { parts }: Outline) {
  const steps = parts.flatMap((part): OutlineStep[] => part.steps);
  return steps.find((step) => begins(path, step.path.join(".")));
}
