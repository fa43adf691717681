import { on } from "svelte/events";
import { api } from "#lib/api/client.ts";
import { asApiError, type ApiError } from "#lib/api/error.ts";
import { newIntent } from "#lib/api/send.ts";
import type { FormValues } from "#shared/core/condition.ts";
import type { Issue } from "#shared/core/error.ts";
import type { Form } from "#shared/form/schema.ts";
import type { TicketView } from "#shared/ticket/schema.ts";
import { ChainPreview } from "./chain-preview.svelte.ts";
import { Choices, type PickedIds } from "./choices.svelte.ts";
import { Draft } from "./draft.svelte.ts";
import { FormEntry, fieldNameOf } from "./entry.svelte.ts";
import type { FormSource } from "./options.svelte.ts";
import { Files } from "./files.svelte.ts";

type Start = {
  userId: string;
  templateId: string;
  form: Form;
  ticket: TicketView | null;
  title: string;
  typed: FormValues;
  choices?: PickedIds;
  /** The entries come from this device and are not on the server yet. */
  isRestored: boolean;
};

const none: Issue[] = [];

/** A ticket being written: form, draft, files, preview, and its one way out, submit. */
export class TicketEditor {
  readonly entry: FormEntry;
  readonly draft: Draft;
  readonly files: Files;
  readonly choices: Choices;
  readonly preview: ChainPreview;
  readonly isReturned: boolean;
  /** Where options of external fields are asked for. */
  readonly source: FormSource;
  #isBusy = $state(false);
  #failure = $state.raw<ApiError | null>(null);
  #faults = $state.raw<Issue[]>([]);
  #intent: string | undefined;
  #isRestored: boolean;
  // Keeps its identity while typing: a new list would take the focus.
  #openFaults = $derived.by(() => {
    const open = new Set(this.#open().map(({ path }) => path));
    return this.#faults.some(({ path }) => open.has(path)) ? this.#faults : none;
  });

  constructor(start: Start) {
    const { userId, templateId, ticket } = start;
    this.#isRestored = start.isRestored;
    this.isReturned = ticket?.state === "returned";
    this.source = { id: templateId, version: ticket?.templateVersion };
    this.entry = new FormEntry(start.form, start, () => this.#changed());
    this.preview = new ChainPreview(templateId, ticket?.templateVersion);
    const picked = start.choices ?? ticket?.choices ?? {};
    const steps = () => this.preview.steps ?? [];
    this.choices = new Choices(picked, steps, () => this.#changed());
    this.draft = new Draft({
      userId,
      templateId,
      ticket,
      source: () => this.#content(),
      isAutomatic: !this.isReturned,
    });
    this.files = new Files({
      ensureTicket: () => this.draft.ensure(),
      stored: ticket?.attachments ?? [],
      onstored: (field, id) => this.#addFile(field, id),
    });
  }

  get isBusy(): boolean {
    return this.#isBusy;
  }
  /** Why submitting failed, when it was not the form. */
  get failure(): ApiError | null {
    return this.#failure;
  }
  /** Faults found at the last try; none any more once all of them are mended. */
  get faults(): Issue[] {
    return this.#openFaults;
  }

  /** Saves and submits. The ticket when it went, null when the person has to do something first. */
  async submit(): Promise<TicketView | null> {
    if (this.#isBusy) return null;
    this.#failure = null;
    this.entry.refuse([]);
    this.entry.tryAll();
    this.#faults = this.#open();
    const isChosen = this.choices.tryAll();
    if (this.#faults.length > 0 || !isChosen) return null;
    return this.#work(() => this.#saveAndSubmit());
  }

  /** Saves without submitting. True when the server has it. */
  async save(): Promise<boolean> {
    if (this.#isBusy) return false;
    this.#failure = null;
    return (await this.#work(() => this.draft.save().then(() => true))) ?? false;
  }

  /** Puts other entries in place of all, as if they had been typed. */
  restart(start: { title: string; typed: FormValues; choices?: PickedIds }): void {
    this.#faults = none;
    this.#failure = null;
    this.entry.replace(start);
    this.choices.replace(start.choices ?? {});
    this.#changed();
  }

  watch(): () => void {
    const stop = this.draft.watch();
    const off = on(window, "online", () => this.preview.error && void this.preview.refresh());
    if (this.#isRestored) this.draft.changed();
    return () => {
      stop();
      off();
      this.files.stop();
      this.preview.stop();
    };
  }

  async #work<Answer>(deed: () => Promise<Answer>): Promise<Answer | null> {
    this.#isBusy = true;
    try {
      return await deed();
    } catch (thrown) {
      this.#refused(asApiError(thrown));
      return null;
    } finally {
      this.#isBusy = false;
    }
  }

  async #saveAndSubmit(): Promise<TicketView> {
    const intent = (this.#intent ??= newIntent());
    try {
      const id = await this.draft.ensure();
      await this.draft.save();
      const request = { params: { id } };
      const ticket = this.isReturned
        ? await api.resubmitTicket(request, { intent })
        : await api.submitTicket(request, { intent });
      this.draft.finish();
      return ticket;
    } catch (thrown) {
      return this.#submittedBefore(asApiError(thrown));
    }
  }

  // The answer to an earlier try was lost, or another tab was faster: what counts is that it went.
  async #submittedBefore(error: ApiError): Promise<TicketView> {
    const id = this.draft.ticketId;
    if (error.code !== "WRONG_STATE" || id === null) throw error;
    const ticket = await api.getTicket({ params: { id } });
    if (ticket.state !== "in_approval") throw error;
    this.draft.finish();
    return ticket;
  }

  #refused(error: ApiError): void {
    const known = error.issues.filter((issue) => fieldNameOf(issue) !== undefined);
    const isAboutChoices = this.choices.refuse(error.issues);
    if (known.length === 0 && !isAboutChoices) this.#failure = error;
    this.entry.refuse(known);
    this.#faults = this.#open();
  }

  #open(): Issue[] {
    const waiting = this.files.unfinishedFields.map((name) => {
      return { path: `form.${name}`, code: "not_uploaded", message: "" };
    });
    // First: a file on its way is why its field is still empty.
    return [...waiting, ...this.entry.issues];
  }

  #content() {
    const { title, typed, clean, isPartial } = this.entry;
    return { title, typed, clean, isPartial, choices: this.choices.ids };
  }

  #changed(): void {
    this.#intent = undefined;
    this.draft.changed();
  }

  #addFile(field: string, id: string): void {
    const ids = this.entry.typed[field];
    const now = Array.isArray(ids) ? (ids as string[]) : [];
    if (!now.includes(id)) this.entry.set(field, [...now, id]);
  }
}
