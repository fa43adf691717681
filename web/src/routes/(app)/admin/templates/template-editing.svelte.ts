import { api } from "#lib/api/client.ts";
import { asApiError, type ApiError } from "#lib/api/error.ts";
import { Checker } from "#lib/template/checker.svelte.ts";
import { forgetSource, keepSource, keptSource } from "#lib/template/kept-source.ts";
import { starter } from "#lib/template/starter.ts";
import type { Template } from "#shared/template/schema.ts";

/** One template in the editor: its text, what is saved of it, and its way into the catalogue. */
export class TemplateEditing {
  readonly checker = new Checker();
  #template = $state.raw<Template | null>(null);
  #source = $state("");
  #saved = $state("");
  #restoredAt = $state<string | null>(null);
  #isBusy = $state(false);
  #error = $state.raw<ApiError | null>(null);

  constructor(template: Template | null) {
    this.#template = template;
    this.#saved = template?.source ?? "";
    this.#source = template ? this.#saved : starter;
    const kept = keptSource(this.#key);
    if (kept === null || kept.source === this.#source) return;
    this.#source = kept.source;
    this.#restoredAt = kept.at;
  }

  get template(): Template | null {
    return this.#template;
  }
  get source(): string {
    return this.#source;
  }
  set source(text: string) {
    if (text === this.#source) return;
    this.#source = text;
    if (this.isDirty) keepSource(this.#key, text);
    else forgetSource(this.#key);
  }
  get isDirty(): boolean {
    return this.#source !== this.#saved;
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
  get #key(): string {
    return this.#template?.id ?? "new";
  }

  /** Back to what is saved. */
  discard(): void {
    this.source = this.#template ? this.#saved : starter;
    forgetSource(this.#key);
    this.#restoredAt = null;
  }

  save(): Promise<Template | null> {
    return this.#work(() => this.#save());
  }

  /** Saves first: what is published is what is on the screen. */
  publish(): Promise<Template | null> {
    return this.#work(async () => {
      const { id } = this.isDirty || !this.#template ? await this.#save() : this.#template;
      return this.#take(await api.publishTemplate({ params: { id } }));
    });
  }

  disable(): Promise<Template | null> {
    const id = this.#template?.id;
    if (id === undefined) return Promise.resolve(null);
    return this.#work(async () => this.#take(await api.disableTemplate({ params: { id } })));
  }

  async #save(): Promise<Template> {
    const source = this.#source;
    const template = this.#template
      ? await api.saveTemplate({ params: { id: this.#template.id }, body: { source } })
      : await api.createTemplate({ body: { source } });
    forgetSource(this.#key);
    this.#restoredAt = null;
    this.#saved = source;
    return this.#take(template);
  }

  #take(template: Template): Template {
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
