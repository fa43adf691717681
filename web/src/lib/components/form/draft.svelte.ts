import { on } from "svelte/events";
import { api } from "#lib/api/client.ts";
import { asApiError, type ApiError } from "#lib/api/error.ts";
import type { FormValues } from "#shared/core/condition.ts";
import type { TicketView } from "#shared/ticket/schema.ts";
import type { PickedIds } from "./choices.svelte.ts";
import { dropKept, newPlace, writeKept } from "./kept.ts";

/** untouched · waiting (typed, not sent yet) · saving · saved · device (no connection) · failed. */
export type DraftState = "untouched" | "waiting" | "saving" | "saved" | "device" | "failed";
type Content = { title: string; values: FormValues; choices: PickedIds };
type Source = {
  readonly title: string;
  readonly typed: FormValues;
  readonly clean: FormValues;
  readonly isPartial: boolean;
  readonly choices: PickedIds;
};
type Settings = {
  userId: string;
  templateId: string;
  /** The ticket that is edited; null for a new one, which is created at the first change. */
  ticket: TicketView | null;
  source: () => Source;
  /** False: only `save` writes to the server (rounds of a returned ticket); the device still keeps all. */
  isAutomatic: boolean;
};

const pauseMs = 1500;
const againMs = 15_000;

/** Keeps what is typed: at once on this device, soon after on the server. One request at a time. */
export class Draft {
  #settings: Settings;
  #ticketId = $state.raw<string | null>(null);
  #base: string | null = null;
  #state = $state.raw<DraftState>("untouched");
  #savedAt = $state.raw<string | null>(null);
  #error = $state.raw<ApiError | null>(null);
  #sent = "";
  #timer: ReturnType<typeof setTimeout> | undefined;
  #queue: Promise<unknown> = Promise.resolve();
  #isOver = false;

  constructor(settings: Settings) {
    this.#settings = settings;
    const { ticket } = settings;
    if (ticket === null) return;
    this.#ticketId = ticket.id;
    this.#base = ticket.updatedAt;
    const { title, values, choices } = ticket;
    this.#sent = JSON.stringify({ title, values, choices });
  }

  get ticketId(): string | null {
    return this.#ticketId;
  }
  get state(): DraftState {
    return this.#state;
  }
  get savedAt(): string | null {
    return this.#savedAt;
  }
  get error(): ApiError | null {
    return this.#error;
  }

  /** Something was typed. */
  changed(): void {
    if (this.#isOver) return;
    this.#keep();
    if (JSON.stringify(this.#content()) === this.#sent) return;
    this.#state = "waiting";
    if (this.#settings.isAutomatic) this.#later(pauseMs);
  }

  /** The ticket's id; creates the draft when there is none yet (a file needs one). Throws ApiError. */
  async ensure(): Promise<string> {
    if (this.#ticketId === null) await this.save();
    if (this.#ticketId === null) throw new Error("the draft was saved without an id");
    return this.#ticketId;
  }

  /** Saves now, after the request under way. Throws ApiError; what was typed stays kept here. */
  save(): Promise<void> {
    clearTimeout(this.#timer);
    const turn = this.#queue.then(() => this.#send());
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  /** Starts trying again when the connection returns; the returned function saves what waits and stops. */
  watch(): () => void {
    const off = on(window, "online", () => this.#state === "device" && this.#later(0));
    return () => {
      off();
      clearTimeout(this.#timer);
      if (this.#state === "waiting" && this.#settings.isAutomatic) void this.save().catch(() => {});
      this.#isOver = true;
    };
  }

  /** Submitted or thrown away: nothing is kept any more. */
  finish(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
    dropKept(this.#settings.userId, this.#place());
  }

  #place(): string {
    return this.#ticketId ?? newPlace(this.#settings.templateId);
  }

  // An empty title is a fault to show, not one to send: the last good one stays.
  #content(): Content & { title: string } {
    const { title, clean, choices } = this.#settings.source();
    return { title: title.trim().slice(0, 300), values: clean, choices };
  }

  #keep(): void {
    const { title, typed, isPartial, choices } = this.#settings.source();
    const isSaved = !isPartial && JSON.stringify(this.#content()) === this.#sent;
    const at = new Date().toISOString();
    const kept = { title, typed, choices, at, base: this.#base, isSaved };
    writeKept(this.#settings.userId, this.#place(), kept);
  }

  #later(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.save().catch(() => {}), ms);
  }

  async #send(): Promise<void> {
    const content = this.#content();
    const json = JSON.stringify(content);
    if (this.#ticketId !== null && json === this.#sent) return;
    this.#state = "saving";
    try {
      const ticket = await this.#write(content);
      this.#accept(ticket, json);
    } catch (thrown) {
      this.#refused(asApiError(thrown));
      throw thrown;
    }
  }

  #write({ title, ...rest }: Content): Promise<TicketView> {
    const named = title === "" ? rest : { title, ...rest };
    if (this.#ticketId !== null)
      return api.saveTicket({ params: { id: this.#ticketId }, body: named });
    return api.createTicket({ body: { templateId: this.#settings.templateId, ...named } });
  }

  #accept(ticket: TicketView, json: string): void {
    if (this.#ticketId === null) dropKept(this.#settings.userId, this.#place());
    this.#ticketId = ticket.id;
    this.#base = ticket.updatedAt;
    this.#sent = json;
    this.#error = null;
    this.#savedAt = new Date().toISOString();
    const hasMore = JSON.stringify(this.#content()) !== json;
    this.#state = hasMore ? "waiting" : "saved";
    if (this.#isOver) return;
    this.#keep();
    if (hasMore && this.#settings.isAutomatic) this.#later(pauseMs);
  }

  #refused(error: ApiError): void {
    this.#error = error;
    this.#state = error.code === "OFFLINE" ? "device" : "failed";
    const mayPass = error.status === 0 || error.status === 429 || error.status >= 500;
    if (mayPass && !this.#isOver && this.#settings.isAutomatic) this.#later(againMs);
  }
}
