import { isFilled, type FormValues } from "#shared/core/condition.ts";
import type { Issue } from "#shared/core/error.ts";
import { changesBetween } from "#shared/ticket/changes.ts";
import type { TicketView } from "#shared/ticket/schema.ts";
import { api } from "#lib/api/client.ts";
import { asApiError, type ApiError } from "#lib/api/error.ts";
import { errorText } from "#lib/api/error-text.ts";
import { FormEntry, fieldNameOf } from "#lib/components/form/entry.svelte.ts";
import { t } from "#lib/i18n/i18n.svelte.ts";

/** Fields the viewer may change here. Files belong to the requester: their bytes come with her rounds. */
export function editableIn({ myTask, form }: TicketView): string[] {
  const kindOf = (name: string) => form.fields.find((field) => field.name === name)?.type;
  return (myTask?.edit ?? []).filter(
    (name) => !["attachment", "note"].includes(kindOf(name) ?? ""),
  );
}

/** Fields she has to fill before she may say yes. */
export function missingIn({ myTask, values }: TicketView): string[] {
  return (myTask?.required ?? []).filter((name) => !isFilled(values[name]));
}

const required = (name: string): Issue => ({ path: `form.${name}`, code: "required", message: "" });

/** An approver's change of the form, in place. Only what she changed is sent. */
export class TicketEditing {
  #base = $state.raw<TicketView | null>(null);
  #entry = $state.raw<FormEntry | null>(null);
  #error = $state.raw<string | null>(null);
  #isBusy = $state(false);

  get entry(): FormEntry | null {
    return this.#entry;
  }
  get error(): string | null {
    return this.#error;
  }
  get isBusy(): boolean {
    return this.#isBusy;
  }
  get isOpen(): boolean {
    return this.#entry !== null;
  }
  /** Names of the fields that are open. */
  get fields(): string[] {
    return this.#base === null ? [] : editableIn(this.#base);
  }
  get required(): string[] {
    return this.#base?.myTask?.required ?? [];
  }

  start(ticket: TicketView, missing: string[] = []): void {
    if (this.#entry === null) {
      this.#base = ticket;
      const start = { title: ticket.title, typed: ticket.values };
      this.#entry = new FormEntry(ticket.form, start, () => (this.#error = null));
    }
    if (missing.length > 0) this.#tell(missing.map(required));
  }

  cancel(): void {
    this.#base = null;
    this.#entry = null;
    this.#error = null;
  }

  /** The ticket as saved, or null when the person has to do something first. */
  async save(): Promise<TicketView | null> {
    const [base, entry] = [this.#base, this.#entry];
    if (base?.myTask == null || entry === null || this.#isBusy) return null;
    const faults = this.#faults(entry);
    if (faults.length > 0) {
      this.#tell(faults);
      return null;
    }
    this.#isBusy = true;
    try {
      const saved = await this.#send(base, base.myTask.id, entry);
      this.cancel();
      return saved;
    } catch (thrown) {
      return await this.#refused(asApiError(thrown), base);
    } finally {
      this.#isBusy = false;
    }
  }

  async #send(base: TicketView, id: string, entry: FormEntry): Promise<TicketView> {
    const changes = changesBetween(base.values, entry.clean);
    const mine = changes.filter(({ field }) => this.fields.includes(field));
    if (mine.length === 0) return api.getTicket({ params: { id: base.id } });
    const values = Object.fromEntries(mine.map(({ field, to }) => [field, to]));
    return api.changeTaskForm({ params: { id }, body: { values, seen: base.seen } });
  }

  #faults(entry: FormEntry): Issue[] {
    const own = entry.issues.filter((issue) => this.fields.includes(fieldNameOf(issue) ?? ""));
    const empty = this.required.filter((name) => !isFilled(entry.clean[name]));
    return [...own, ...empty.map(required)];
  }

  #tell(issues: Issue[]): void {
    this.#entry?.tryAll();
    this.#entry?.refuse(issues);
    this.#error = t("ticket.edit.faults");
  }

  async #refused(error: ApiError, base: TicketView): Promise<TicketView | null> {
    if (error.code === "STALE_VIEW") return this.#rebase(base);
    const issues = error.issues.map((issue) => ({
      ...issue,
      path: issue.path.replace(/^values\./, "form."),
    }));
    if (issues.length > 0) this.#tell(issues);
    else this.#error = errorText(error);
    return null;
  }

  /** Somebody else changed the ticket: what was typed stays, the rest is new. */
  async #rebase(base: TicketView): Promise<null> {
    const entry = this.#entry;
    const fresh = await api.getTicket({ params: { id: base.id } }).catch(() => base);
    if (entry === null || fresh.myTask === null) {
      this.#error = t("common.error.STALE_VIEW");
      return null;
    }
    const typed: FormValues = { ...fresh.values };
    for (const name of this.fields) {
      if (JSON.stringify(entry.typed[name]) !== JSON.stringify(base.values[name]))
        typed[name] = entry.typed[name];
    }
    this.#base = fresh;
    entry.replace({ title: fresh.title, typed });
    this.#error = t("ticket.edit.stale");
    return null;
  }
}
