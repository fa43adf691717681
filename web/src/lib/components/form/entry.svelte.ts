import { SvelteSet } from "svelte/reactivity";
import type { FormValues } from "#shared/core/condition.ts";
import type { Issue } from "#shared/core/error.ts";
import type { Form, FormField } from "#shared/form/schema.ts";
import { checkForm, isRequired, isVisible } from "#shared/form/values.ts";
import { valueOf, valuesOf } from "./entered.ts";

export type ShownField = { field: FormField; isRequired: boolean };

/** The field an issue belongs to: `form.trip.to` is about `trip`. */
export function fieldNameOf(issue: Issue): string | undefined {
  const [head, name] = issue.path.split(".");
  if (head === "title") return "title";
  return head === "form" ? name : undefined;
}

const noTitle: Issue = { path: "title", code: "required", message: "" };
const longTitle: Issue = { path: "title", code: "too_big", message: "" };

/** A form being filled in: what was typed, what of it is valid, and which faults to show by now. */
export class FormEntry {
  readonly form: Form;
  #title = $state("");
  #typed = $state.raw<FormValues>({});
  #left = new SvelteSet<string>();
  #isTried = $state(false);
  #refused = $state.raw<Issue[]>([]);
  #onchange: () => void;

  #values = $derived.by(() => valuesOf(this.form, this.#typed));
  #checked = $derived.by(() => checkForm(this.form, this.#values, { final: true }));
  #shown = $derived.by(() => this.#shownFields());
  #issues = $derived.by(() => [...this.#titleIssues(), ...this.#checked.issues]);

  constructor(form: Form, start: { title: string; typed: FormValues }, onchange: () => void) {
    this.form = form;
    this.#title = start.title;
    this.#typed = start.typed;
    this.#onchange = onchange;
  }

  get title(): string {
    return this.#title;
  }
  set title(text: string) {
    this.#title = text;
    this.#forgive("title");
  }

  /** As typed: also what is not valid, for keeping on this device. */
  get typed(): FormValues {
    return this.#typed;
  }

  /** Only what the server accepts; a draft is saved from this. */
  get clean(): FormValues {
    return this.#checked.values;
  }

  /** Fields to show now, in order. */
  get shown(): ShownField[] {
    return this.#shown;
  }

  /** Everything that stands against submitting. */
  get issues(): Issue[] {
    return [...this.#issues, ...this.#refused];
  }

  /** Something typed is not valid, so that `clean` lacks it. */
  get isPartial(): boolean {
    return this.#issues.some((issue) => issue.code !== "required");
  }

  set(name: string, value: unknown): void {
    this.#typed = { ...this.#typed, [name]: value };
    this.#forgive(name);
  }

  replace(start: { title: string; typed: FormValues }): void {
    this.#title = start.title;
    this.#typed = start.typed;
    this.#isTried = false;
    this.#left.clear();
    this.#refused = [];
  }

  /** The person went on to another field: from now on faults of this one are told. */
  leave(name: string): void {
    this.#left.add(name);
  }

  /** The person wants to submit: from now on every fault is told. */
  tryAll(): void {
    this.#isTried = true;
  }

  /** Faults the server found; each stays until its field changes. */
  refuse(issues: Issue[]): void {
    this.#refused = issues;
  }

  /** The fault to show at a field by now, if any. A detail table shows those of its cells there. */
  faultAt(name: string): Issue | undefined {
    const isTable = this.form.fields.some((one) => one.name === name && one.type === "detailTable");
    const found = this.issues.find(
      (issue) => fieldNameOf(issue) === name && (!isTable || issue.path === `form.${name}`),
    );
    if (found === undefined || this.#isTried || this.#refused.includes(found)) return found;
    return this.#left.has(name) && found.code !== "required" ? found : undefined;
  }

  /** The faults to show inside a field by now: at the cells and rows of a detail table. */
  faultsIn(name: string): Issue[] {
    return this.issues.filter((issue) => {
      if (fieldNameOf(issue) !== name || issue.path === `form.${name}`) return false;
      if (this.#isTried || this.#refused.includes(issue)) return true;
      const isEarly = issue.code === "required" || issue.code === "empty_row";
      return !isEarly && [...this.#left].some((left) => issue.path.startsWith(`form.${left}`));
    });
  }

  valueAt(field: FormField): unknown {
    return valueOf(field, this.#typed[field.name]);
  }

  #forgive(name: string): void {
    if (this.#refused.length > 0)
      this.#refused = this.#refused.filter((issue) => fieldNameOf(issue) !== name);
    this.#onchange();
  }

  #titleIssues(): Issue[] {
    const { length } = this.#title.trim();
    return length === 0 ? [noTitle] : length > 300 ? [longTitle] : [];
  }

  // The check reads conditions against the values above a field; so must what is shown.
  #shownFields(): ShownField[] {
    const above: FormValues = {};
    const shown: ShownField[] = [];
    for (const field of this.form.fields) {
      if (!isVisible(field, above)) continue;
      shown.push({ field, isRequired: isRequired(field, above) });
      if (field.name in this.#checked.values) above[field.name] = this.#checked.values[field.name];
    }
    return shown;
  }
}
