import type { PlanRow, StepRow } from "#shared/plan/view-schema.ts";

/** The steps of a plan as people number them: `2`, or `1.2` in a part. */
export type NumberedStep = { seq: number; label: string; row: StepRow; part: PlanRow };

export function numberedSteps(plans: readonly PlanRow[]): NumberedStep[] {
  const atomic = plans.filter(({ isAtomic }) => isAtomic);
  const steps = atomic.flatMap((part, index) =>
    part.steps.map((row, at) => ({
      label: part.layer === 0 ? `${at + 1}` : `${index + 1}.${at + 1}`,
      row,
      part,
    })),
  );
  return steps.map((step, at) => ({ seq: at + 1, ...step }));
}

function outputOf(value: unknown): [step: string, output: string] | null {
  if (typeof value !== "object" || value === null || !("output" in value)) return null;
  const [step, output] = String(value.output).split(".");
  return step === undefined || output === undefined ? null : [step, output];
}

type Shared = Record<string, unknown>;

/** A step in the form in which values and their sources are shown; `known`: the parameters of its action. */
export function nodeOf(
  { row }: Pick<NumberedStep, "row">,
  steps: readonly NumberedStep[],
  { shared, known }: { shared: Shared; known: readonly string[] },
) {
  const common = Object.fromEntries(Object.entries(shared).filter(([key]) => known.includes(key)));
  const given = { ...row.executeContext, ...common };
  const entries = Object.entries(given).map(([key, value]) => {
    const output = outputOf(value);
    const from = output && steps.find((one) => one.row.id === output[0]);
    return { key, value, binding: from ? { seq: from.seq, output: output[1] } : null };
  });
  const plain = entries.filter(({ binding }) => binding === null);
  return {
    kind: "action" as const,
    action: row.action?.code ?? null,
    parameters: Object.fromEntries(plain.map(({ key, value }) => [key, value])),
    bindings: Object.fromEntries(
      entries.flatMap(({ key, binding }) => (binding === null ? [] : [[key, binding] as const])),
    ),
    sources: Object.fromEntries(
      plain.map(({ key }) => [key, key in common ? ("shared" as const) : ("plan" as const)]),
    ),
    missing: row.asked,
  };
}
