import { checkFields } from "#lib/components/fields/check.ts";
import { faultText } from "#lib/components/fields/fault-text.ts";
import {
  fieldId,
  issuesBelow,
  placedIssues,
  placeOf,
  viewAt,
  withoutFaults,
} from "#lib/components/fields/faults.ts";
import { isBlank, type Values } from "#lib/components/fields/values.ts";
import { inMine } from "#lib/i18n/i18n.svelte.ts";
import type { Issue } from "#shared/core/error.ts";
import type { FieldView } from "#shared/core/fields.ts";
import type { OrderNodeView } from "#shared/order/view/schema.ts";
import { catalogue } from "./catalogue.svelte.ts";

export type ValueStep = Pick<
  OrderNodeView,
  "seq" | "kind" | "stepId" | "label" | "name" | "action" | "risk"
> &
  Pick<OrderNodeView, "parameters" | "sources" | "bindings" | "missing">;

/** Where the controls of a step's parameters begin their ids. */
export function stepPrefix({ stepId }: Pick<ValueStep, "stepId">): string {
  return `step-${stepId}`;
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
}

/** Values that somebody gives for one run, by step: what is missing, and what she changes beside it. */
export class StepValues {
  readonly steps: readonly ValueStep[];
  #typed = $state.raw<Record<string, Values>>({});
  #issues = $state.raw<Record<string, Issue[]>>({});
  /** Steps in which something is missing. */
  readonly lacking: readonly ValueStep[];
  readonly others: readonly ValueStep[];

  /** Only what is not as planned; what was emptied again counts for nothing. */
  readonly given = $derived.by(() => {
    const steps = this.steps.map(({ stepId, parameters }) => {
      const own = Object.entries(this.#typed[stepId] ?? {}).filter(
        ([key, value]) => !isBlank(value) && !isSame(value, parameters[key]),
      );
      return [stepId, Object.fromEntries(own)] as const;
    });
    return Object.fromEntries(steps.filter(([, own]) => Object.keys(own).length > 0));
  });

  readonly faults = $derived.by(() =>
    this.steps.flatMap((step) =>
      (this.#issues[step.stepId] ?? []).map(({ path, code }) => {
        const fields = this.fieldsOf(step);
        const place = path === "" ? "" : inMine(placeOf(fields, this.valueOf(step), path));
        const text = faultText(viewAt(fields, path), code);
        const where = [`${step.label} ${inMine(step.name)}`, place].filter(Boolean).join(" › ");
        return { id: fieldId(stepPrefix(step), path), text: `${where}: ${text}` };
      }),
    ),
  );

  constructor(steps: readonly ValueStep[]) {
    this.steps = steps;
    this.lacking = steps.filter(({ missing }) => missing.length > 0);
    this.others = steps.filter(({ missing }) => missing.length === 0);
  }

  /** Parameters that somebody may give: not those that an earlier step brings. */
  fieldsOf({ action, bindings }: ValueStep): FieldView[] {
    const fields = catalogue.find(action)?.parameters ?? [];
    return fields.filter(({ key }) => !(key in bindings));
  }

  /** What is asked for in any case. */
  askedOf(step: ValueStep): FieldView[] {
    return this.fieldsOf(step).filter(({ key }) => step.missing.includes(key));
  }

  restOf(step: ValueStep): FieldView[] {
    return this.fieldsOf(step).filter(({ key }) => !step.missing.includes(key));
  }

  valueOf({ stepId, parameters }: ValueStep): Values {
    return { ...parameters, ...this.#typed[stepId] };
  }

  issuesOf({ stepId }: ValueStep): readonly Issue[] {
    return this.#issues[stepId] ?? [];
  }

  isChanged({ stepId }: ValueStep): boolean {
    return stepId in this.given;
  }

  change({ stepId, parameters }: ValueStep, value: Values, path: string): void {
    const own = Object.entries(value).filter(([key, one]) => !isSame(one, parameters[key]));
    this.#typed = { ...this.#typed, [stepId]: Object.fromEntries(own) };
    const left = withoutFaults(this.#issues[stepId] ?? [], path);
    this.#issues = { ...this.#issues, [stepId]: left };
  }

  /** Whether all that is needed is there and fits; what does not is in `faults`. */
  check(): boolean {
    const found = this.steps.map((step) => {
      const own = this.given[step.stepId] ?? {};
      const fields = this.fieldsOf(step).filter(
        ({ key }) => step.missing.includes(key) || key in own,
      );
      return [step.stepId, checkFields(fields, this.valueOf(step))] as const;
    });
    this.#issues = Object.fromEntries(found.filter(([, issues]) => issues.length > 0));
    return Object.keys(this.#issues).length === 0;
  }

  /** Faults as the server found them: `parameters.step.key`. */
  take(issues: readonly Issue[]): void {
    const found = this.steps.map((step) => {
      const own = issuesBelow(issues, `parameters.${step.stepId}`);
      return [step.stepId, placedIssues(this.fieldsOf(step), own)] as const;
    });
    this.#issues = Object.fromEntries(found.filter(([, own]) => own.length > 0));
  }
}
