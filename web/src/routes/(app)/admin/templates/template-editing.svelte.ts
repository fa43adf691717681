import { api } from "#lib/api/client.ts";
import { asApiError, type ApiError } from "#lib/api/error.ts";
import { Autosave } from "#lib/designer/autosave.svelte.ts";
import { Bench } from "#lib/designer/bench.svelte.ts";
import { Checker } from "#lib/template/checker.svelte.ts";
import { forgetSource, keepSource, keptSource } from "#lib/template/kept-source.ts";
import { starter } from "#lib/template/starter.ts";
import type { Template } from "#shared/template/schema.ts";

/**
 * Where a draft is: `saved`; `waiting` for a pause; `saving`; `new` and never saved; `refused` because it does not
 * fit the schema; `conflict` with a newer one; `failed` on the way. Whatever is not saved is kept on this device.
 */
export type SaveState = "saved" | "waiting" | "saving" | "new" | "refused" | "conflict" | "failed";

/** One template in the designer: its text, what is saved of it, and its way into the catalogue. */
export class TemplateEditing {
  readonly checker = new Checker();
  readonly bench: Bench;
  #template = $state.raw<Template | null>(null);
  #saved = $state("");
  #trouble = $state<"refused" | "conflict" | "failed" | null>(null);
  #restoredAt = $state<string | null>(null);
  #isSaving = $state(false);
  #isBusy = $state(false);
  #error = $state.raw<ApiError | null>(null);
  #autosave = new Autosave(() => this.#saveByItself());

  constructor(template: Template | null) {
    this.#template = template;
    this.#saved = template?.source ?? "";
    const start = template ? this.#saved : starter;
    const kept = keptSource(this.#key);
    this.bench = new Bench(start, () => this.#changed());
    if (kept === null || kept.source === start) return;
    // A step of its own: undoing it shows what is saved.
    this.#restoredAt = kept.at;
    this.bench.write(kept.source);
  }

  get template(): Template | null {
    return this.#template;
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
  /** When the text was typed that came back from this device. */
  get restoredAt(): string | null {
    return this.#restoredAt;
  }
  get saveState(): SaveState {
    if (this.#isSaving) return "saving";
    if (!this.isDirty) return "saved";
    if (this.#template === null) return "new";
    return this.#trouble ?? "waiting";
  }
  get #key(): string {
    return this.#template?.id ?? "new";
  }

  /** Back to what is saved. */
  discard(): void {
    this.bench.write(this.#template ? this.#saved : starter);
    this.#restoredAt = null;
  }

  stop(): void {
    this.#autosave.stop();
    this.checker.stop();
  }

  save(): Promise<Template | null> {
    return this.#work(() => this.#save());
  }

  /** Saves first: what is published is what is on the screen. */
  publish(): Promise<Template | null> {
    return this.#work(async () => {
      const { id } = await this.#save();
      return this.#take(await api.publishTemplate({ params: { id } }));
    });
  }

  disable(): Promise<Template | null> {
    const id = this.#template?.id;
    if (id === undefined) return Promise.resolve(null);
    return this.#work(async () => this.#take(await api.disableTemplate({ params: { id } })));
  }

  /** Ends a conflict. Both drafts are steps of the history then: undo brings the other one back. */
  async settle(keep: "mine" | "theirs"): Promise<void> {
    const id = this.#template?.id;
    if (id === undefined) return;
    await this.#work(async () => {
      const mine = this.source;
      const newest = await api.getTemplate({ params: { id }, query: { draft: "true" } });
      this.#take(newest);
      this.#saved = newest.source ?? "";
      this.#trouble = null;
      this.bench.write(this.#saved);
      if (keep === "mine") this.bench.write(mine);
      return newest;
    });
  }

  #changed(): void {
    if (this.isDirty) keepSource(this.#key, this.source);
    else forgetSource(this.#key);
    // A conflict is for the person to end; everything else may be better by now.
    if (this.#trouble !== "conflict") this.#trouble = null;
    if (this.#template && this.isDirty && this.#trouble === null) this.#autosave.want();
    else this.#autosave.stop();
  }

  async #saveByItself(): Promise<boolean> {
    if (!this.isDirty || this.#isBusy || this.#trouble === "conflict") return true;
    return this.#save().then(
      () => true,
      () => this.#trouble !== "failed",
    );
  }

  async #save(): Promise<Template> {
    const source = this.source;
    this.#isSaving = true;
    try {
      const template = await this.#send(source);
      this.#saved = source;
      this.#trouble = null;
      this.#restoredAt = null;
      if (!this.isDirty) forgetSource(this.#key);
      return this.#take(template);
    } catch (thrown) {
      const { code } = asApiError(thrown);
      const known = { TEMPLATE_INVALID: "refused", CONFLICT: "conflict" } as const;
      this.#trouble = code in known ? known[code as keyof typeof known] : "failed";
      throw thrown;
    } finally {
      this.#isSaving = false;
    }
  }

  #send(source: string): Promise<Template> {
    if (!this.#template) return api.createTemplate({ body: { source } });
    const { id, updatedAt: seen } = this.#template;
    return api.saveTemplate({ params: { id }, body: { source, seen } });
  }

  #take(template: Template): Template {
    if (this.#template === null) forgetSource("new");
    this.#template = template;
    return template;
  }

  async #work(deed: () => Promise<Template>): Promise<Template | null> {
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
}
