import { tick } from "svelte";
import { inMine, t } from "#lib/i18n/i18n.svelte.ts";
import { toasts } from "#lib/state/toasts.svelte.ts";
import type { Finding } from "#lib/template/finding.ts";
import type { Form } from "#shared/form/schema.ts";
import type { Bench } from "../bench.svelte.ts";
import type { Edit, EditPath } from "../edit.ts";
import { isFieldKind, type FieldKind } from "./field-kinds.ts";
import { copyOf, newField } from "./new-field.ts";
import { bothOf, namesIn, part, rawFields, type RawField } from "./raw.ts";
import { readableForm } from "./readable-form.ts";

export type Given = {
  bench: Bench;
  findings: Finding[];
  chosen: number | null;
  choose: (index: number | null) => void;
};

/** The id of a field's card: where the focus goes after a deed. */
export function cardId(index: number): string {
  return `designer-field-${index}`;
}

/** The form on the screen: its fields as they are being written, and the deeds that mouse and keyboard share. */
export class FormBench {
  readonly #given: () => Given;
  readonly fields = $derived.by(() => rawFields(this.bench.value));
  readonly form: Form = $derived.by(() => readableForm(this.bench.value));
  #said = $state("");

  constructor(given: () => Given) {
    this.#given = given;
  }

  get bench(): Bench {
    return this.#given().bench;
  }
  get chosen(): number | null {
    const { chosen } = this.#given();
    return chosen !== null && chosen < this.fields.length ? chosen : null;
  }
  get names(): string[] {
    return this.fields.map(({ name }) => name);
  }
  get summary(): string[] {
    return namesIn(part(this.bench.value, "form").summary);
  }
  /** What happened last, for those who hear the page. */
  get said(): string {
    return this.#said;
  }

  /** What a person calls this field. */
  nameOf(field: RawField): string {
    return inMine(bothOf(field.type === "note" ? field.text : field.label)) || field.name || "–";
  }

  findingsAt(index: number): Finding[] {
    const path = `form.fields.${index}`;
    return this.#given().findings.filter(
      (one) => one.path === path || one.path.startsWith(`${path}.`),
    );
  }

  /** The form above a field: what its conditions may read. */
  above(index: number): Form {
    const names = new Set(this.names.slice(0, index));
    return { ...this.form, fields: this.form.fields.filter(({ name }) => names.has(name)) };
  }

  choose(index: number | null): void {
    this.#given().choose(index);
  }

  set(index: number, path: EditPath, value: unknown, isTyping = false): void {
    const whole: EditPath = ["form", "fields", index, ...path];
    const edit: Edit =
      value === undefined ? { kind: "delete", path: whole } : { kind: "set", path: whole, value };
    this.bench.edit([edit], isTyping ? whole.join(".") : "");
  }

  edit(index: number, edits: Edit[]): void {
    const under = (path: EditPath): EditPath => ["form", "fields", index, ...path];
    this.bench.edit(
      edits.map((edit) =>
        edit.kind === "move"
          ? { ...edit, from: under(edit.from), to: under(edit.to) }
          : { ...edit, path: under(edit.path) },
      ),
    );
  }

  /** Adds a field: at the end, behind the chosen one, or where it was dropped. */
  add(kind: FieldKind, at = this.chosen === null ? this.fields.length : this.chosen + 1): void {
    this.#insert(newField(kind, this.names), at);
    this.#say(t("designer.form.added", { name: t(`designer.kind.${kind}`), at: at + 1 }));
  }

  duplicate(index: number): void {
    const field = this.fields[index];
    if (field) this.#insert(copyOf(field, this.names), index + 1);
  }

  remove(index: number): void {
    const field = this.fields[index];
    if (!field || this.fields.length === 1) return;
    const name = this.nameOf(field);
    const inSummary = this.summary.indexOf(field.name);
    const edits: Edit[] = [{ kind: "delete", path: ["form", "fields", index] }];
    if (inSummary >= 0) edits.push({ kind: "delete", path: ["form", "summary", inSummary] });
    this.bench.edit(edits);
    this.choose(null);
    const action = { label: t("common.undo"), run: () => this.bench.undo() };
    toasts.show(t("designer.form.removed", { name }), "plain", { action });
    this.#focus(Math.min(index, this.fields.length - 1));
  }

  /** `to` is the place it has afterwards. */
  move(from: number, to: number): void {
    const field = this.fields[from];
    if (!field || to < 0 || to >= this.fields.length || from === to) return;
    const at = (index: number): EditPath => ["form", "fields", index];
    this.bench.edit([{ kind: "move", from: at(from), to: at(to) }]);
    if (this.chosen === from) this.choose(to);
    const values = { name: this.nameOf(field), at: to + 1, count: this.fields.length };
    this.#say(t("designer.form.moved", values));
    this.#focus(to);
  }

  setSummary(names: string[]): void {
    this.bench.edit([{ kind: "set", path: ["form", "summary"], value: names }]);
  }

  isKnown(field: RawField): field is RawField & { type: FieldKind } {
    return isFieldKind(field.type);
  }

  #insert(field: RawField, at: number): void {
    this.bench.edit([{ kind: "insert", path: ["form", "fields", at], value: field }]);
    this.choose(at);
    this.#focus(at);
  }

  #say(text: string): void {
    this.#said = text;
  }

  // A moved element loses the focus: it comes back once the list is drawn.
  #focus(index: number): void {
    void tick().then(() => document.getElementById(cardId(index))?.focus());
  }
}
