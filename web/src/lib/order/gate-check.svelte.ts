import { api } from "#lib/api/client.ts";
import { asApiError, type ApiError } from "#lib/api/error.ts";
import { checkFields } from "#lib/components/fields/check.ts";
import { faultText } from "#lib/components/fields/fault-text.ts";
import {
  fieldId,
  issuesBelow,
  placedIssues,
  viewAt,
  withoutFaults,
} from "#lib/components/fields/faults.ts";
import type { Values } from "#lib/components/fields/values.ts";
import { inMine, t } from "#lib/i18n/i18n.svelte.ts";
import type { Issue } from "#shared/core/error.ts";
import type { ConfirmInput } from "#shared/order/schema.ts";
import type { GateView } from "#shared/order/view/schema.ts";
import type * as z from "zod";
import { differences, type Difference } from "./parameters.ts";

/** What is different from what somebody had looked at. */
export type GateChange = { parameters: Difference[]; gone: string[]; added: string[] };

export function gateChange(before: GateView, after: GateView): GateChange {
  const [old, now] = [before.targets ?? [], after.targets ?? []];
  return {
    parameters: differences(before.parameters, after.parameters),
    gone: old.filter((target) => !now.includes(target)),
    added: now.filter((target) => !old.includes(target)),
  };
}

/** A step that is to be confirmed: what it would do, what is filled in for it, and what stands against it. */
export class GateCheck {
  readonly #params: { id: string; seq: number };
  #gate = $state.raw<GateView | null>(null);
  #before = $state.raw<GateView | null>(null);
  #failure = $state.raw<ApiError | null>(null);
  #issues = $state.raw<Issue[]>([]);
  #countFault = $state.raw<string | null>(null);
  values = $state.raw<Values>({});
  count = $state("");

  readonly change = $derived(
    this.#before && this.#gate ? gateChange(this.#before, this.#gate) : null,
  );
  /** Fields of what is missing; none when nothing is. */
  readonly asked = $derived(
    (this.#gate?.fields ?? []).filter(({ key }) => this.#gate?.missing.includes(key)),
  );

  constructor(params: { id: string; seq: number }) {
    this.#params = params;
  }

  get gate(): GateView | null {
    return this.#gate;
  }
  get failure(): ApiError | null {
    return this.#failure;
  }
  get issues(): Issue[] {
    return this.#issues;
  }
  get countFault(): string | null {
    return this.#countFault;
  }
  get prefix(): string {
    return `gate-${this.#params.seq}`;
  }
  /** How many targets it concerns; a step without targets counts as one. */
  get wanted(): number {
    return this.#gate?.targets?.length ?? 1;
  }
  get faults(): { id: string; text: string }[] {
    const fields = this.#gate?.fields ?? [];
    return this.#issues.map(({ path, code }) => {
      const view = viewAt(fields, path);
      const name = view ? `${inMine(view.name)}: ` : "";
      return { id: fieldId(this.prefix, path), text: name + faultText(view, code) };
    });
  }

  async load(): Promise<void> {
    try {
      this.#gate = await api.getGate({ params: this.#params });
      this.#failure = null;
    } catch (thrown) {
      this.#failure = asApiError(thrown);
    }
  }

  type(value: Values, path: string): void {
    this.values = value;
    this.#issues = withoutFaults(this.#issues, path);
  }

  /** What to send; null while something is missing or wrong. */
  input(): z.input<typeof ConfirmInput> | null {
    if (this.#gate === null) return null;
    this.#issues = checkFields(this.asked, this.values);
    const typed = Number(this.count.trim());
    const isCounted = this.count.trim() !== "" && typed === this.wanted;
    this.#countFault =
      this.#gate.needsCount && !isCounted
        ? t("orderdeeds.confirm.countFault", { count: this.wanted })
        : null;
    if (this.#issues.length > 0 || this.#countFault !== null) return null;
    const given = Object.keys(this.values).length > 0 ? { parameters: this.values } : {};
    const counted = this.#gate.needsCount ? { count: typed } : {};
    return { seen: this.#gate.hash, ...given, ...counted };
  }

  /** True when the refusal is told at the fields, or what has changed is shown: the person looks again. */
  async refused(error: ApiError): Promise<boolean> {
    if (error.code === "STALE_VIEW") {
      this.#before = this.#gate;
      this.count = "";
      await this.load();
      return true;
    }
    if (error.code !== "INVALID_INPUT") return false;
    const fields = this.#gate?.fields ?? [];
    const below = error.issues.filter(({ path }) => path.startsWith("parameters."));
    this.#issues = placedIssues(fields, issuesBelow(below, "parameters"));
    const isCount = error.issues.some(({ path }) => path === "count");
    if (isCount) this.#countFault = t("orderdeeds.confirm.countFault", { count: this.wanted });
    return this.#issues.length > 0 || isCount;
  }
}
