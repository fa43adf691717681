import type { ApiError, ApiErrorCode } from "#lib/api/error.ts";
import { asApiError } from "#lib/api/error.ts";
import { Autosave } from "./autosave.svelte.ts";
import { Bench } from "./bench.svelte.ts";
import { forgetSource, keepSource, keptSource } from "./kept-source.ts";

/**
 * Where a draft is: `saved`; `waiting` for a pause; `saving`; `new` and never saved; `refused` because it does not
 * fit the schema; `conflict` with a newer one; `failed` on the way. Whatever is not saved is kept on this device.
 */
export type SaveState = "saved" | "waiting" | "saving" | "new" | "refused" | "conflict" | "failed";

/** How one kind of record is read and written, whose source is edited. */
export type Keeper<Kept> = {
  /** What it is, in the names of texts that are kept on this device. */
  kind: string;
  /** What a record that was never saved begins with. */
  starter: string;
  idOf: (record: Kept) => string;
  sourceOf: (record: Kept) => string;
  create: (source: string) => Promise<Kept>;
  save: (record: Kept, source: string) => Promise<Kept>;
  /** The draft as it is saved now. */
  newest: (record: Kept) => Promise<Kept>;
  /** How the answer is called when a source does not fit its schema. */
  refusal: ApiErrorCode;
};

/** A record whose source is being edited: its text, what is saved of it, and what stands between the two. */
export class Editing<Kept> {
  readonly bench: Bench;
  readonly #keeper: Keeper<Kept>;
  #record = $state.raw<Kept | null>(null);
  #saved = $state("");
  #trouble = $state<"refused" | "conflict" | "failed" | null>(null);
  #conflict = $state.raw<Record<string, unknown> | null>(null);
  #restoredAt = $state<string | null>(null);
  #isSaving = $state(false);
  #isBusy = $state(false);
  #error = $state.raw<ApiError | null>(null);
  #autosave = new Autosave(() => this.#saveByItself());

  constructor(keeper: Keeper<Kept>, record: Kept | null) {
    this.#keeper = keeper;
    this.#record = record;
    this.#saved = record === null ? "" : keeper.sourceOf(record);
    const start = record === null ? keeper.starter : this.#saved;
    const kept = keptSource(this.#key);
    this.bench = new Bench(start, () => this.#changed());
    if (kept === null || kept.source === start) return;
    // A step of its own: undoing it shows what is saved.
    this.#restoredAt = kept.at;
    this.bench.write(kept.source);
  }

  get record(): Kept | null {
    return this.#record;
  }
  get source(): string {
    return this.bench.source;
  }
  get isDirty(): boolean {
    return this.source !== this.#saved;
  }
  get isBusy(): boolean {
    return this.#isBusy;
  }
  get error(): ApiError | null {
    return this.#error;
  }
  /** What the answer told of the newer draft, while there is a conflict. */
  get conflict(): Record<string, unknown> | null {
    return this.#trouble === "conflict" ? this.#conflict : null;
  }
  /** When the text was typed that came back from this device. */
  get restoredAt(): string | null {
    return this.#restoredAt;
  }
  get saveState(): SaveState {
    if (this.#isSaving) return "saving";
    if (!this.isDirty) return "saved";
    if (this.#record === null) return "new";
    return this.#trouble ?? "waiting";
  }
  get #key(): string {
    const { kind, idOf } = this.#keeper;
    return `${kind}-source:${this.#record === null ? "new" : idOf(this.#record)}`;
  }

  /** Back to what is saved. */
  discard(): void {
    this.bench.write(this.#record === null ? this.#keeper.starter : this.#saved);
    this.#restoredAt = null;
  }

  stop(): void {
    this.#autosave.stop();
  }

  save(): Promise<Kept | null> {
    return this.work(() => this.keep());
  }

  /** Ends a conflict. Both drafts are steps of the history then: undo brings the other one back. */
  async settle(keeps: "mine" | "theirs"): Promise<void> {
    const record = this.#record;
    if (record === null) return;
    await this.work(async () => {
      const mine = this.source;
      const newest = await this.#keeper.newest(record);
      this.take(newest);
      this.#saved = this.#keeper.sourceOf(newest);
      this.#trouble = null;
      this.bench.write(this.#saved);
      if (keeps === "mine") this.bench.write(mine);
      return newest;
    });
  }

  /** One deed at a time; what it throws is in `error`. */
  protected async work(deed: () => Promise<Kept>): Promise<Kept | null> {
    if (this.#isBusy) return null;
    this.#isBusy = true;
    this.#error = null;
    try {
      return await deed();
    } catch (thrown) {
      this.#error = asApiError(thrown);
      return null;
    } finally {
      this.#isBusy = false;
    }
  }

  /** Saves what is on the screen. Throws. */
  protected async keep(): Promise<Kept> {
    const { source } = this;
    this.#isSaving = true;
    try {
      const { create, save } = this.#keeper;
      const record = await (this.#record === null ? create(source) : save(this.#record, source));
      this.#saved = source;
      this.#trouble = null;
      this.#restoredAt = null;
      if (!this.isDirty) forgetSource(this.#key);
      return this.take(record);
    } catch (thrown) {
      this.#refused(asApiError(thrown));
      throw thrown;
    } finally {
      this.#isSaving = false;
    }
  }

  protected take(record: Kept): Kept {
    if (this.#record === null) forgetSource(this.#key);
    this.#record = record;
    return record;
  }

  #refused({ code, current }: ApiError): void {
    const isRefused = code === this.#keeper.refusal;
    this.#trouble = code === "CONFLICT" ? "conflict" : isRefused ? "refused" : "failed";
    this.#conflict = current ?? null;
  }

  #changed(): void {
    if (this.isDirty) keepSource(this.#key, this.source);
    else forgetSource(this.#key);
    // A conflict is for the person to end; everything else may be better by now.
    if (this.#trouble !== "conflict") this.#trouble = null;
    if (this.#record !== null && this.isDirty && this.#trouble === null) this.#autosave.want();
    else this.#autosave.stop();
  }

  async #saveByItself(): Promise<boolean> {
    if (!this.isDirty || this.#isBusy || this.#trouble === "conflict") return true;
    return this.keep().then(
      () => true,
      () => this.#trouble !== "failed",
    );
  }
}
