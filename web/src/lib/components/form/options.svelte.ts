import { api, type Result } from "#lib/api/client.ts";
import { asApiError, type ApiError } from "#lib/api/error.ts";
import type { FormValues } from "#shared/core/condition.ts";
import type { External, ExternalOption } from "#shared/form/schema.ts";
import { matching } from "#shared/form/source-answer.ts";
import { slotsOf, unfilledSlots } from "#shared/form/source-url.ts";
import type { Finder } from "./search.svelte.ts";

/** The template whose form is filled in; `version` is that of a ticket which exists already. */
export type FormSource = { id: string; version: number | undefined };
type Offer = Result<"listOptions">;
export type FoundOption = ExternalOption & { id: string };

const pauseMs = 300;

/** The options of an external field: asked for once, and again when a field they depend on has changed. */
export class Options implements Finder<FoundOption> {
  #source: FormSource | null;
  #field: External;
  #offer = $state.raw<Offer | null>(null);
  #error = $state.raw<ApiError | null>(null);
  #isLoading = $state(false);
  #missing = $state.raw<string[]>([]);
  #text = $state("");
  #asked: string | undefined;
  #values: FormValues = {};
  #timer: ReturnType<typeof setTimeout> | undefined;
  #controller: AbortController | undefined;
  #found = $derived.by(() =>
    matching(this.#offer?.items ?? [], this.#text).map((one) => ({ ...one, id: one.value })),
  );

  constructor(field: External, source: FormSource | null) {
    this.#field = field;
    this.#source = source;
  }

  get offer(): Offer | null {
    return this.#offer;
  }
  get error(): ApiError | null {
    return this.#error;
  }
  get isLoading(): boolean {
    return this.#isLoading;
  }
  /** Names of fields that must be filled in before. */
  get missing(): string[] {
    return this.#missing;
  }
  get found(): FoundOption[] {
    return this.#found;
  }
  get isAnswered(): boolean {
    return this.#offer !== null && !this.#isLoading;
  }

  ask(text: string): void {
    this.#text = text;
  }

  /** Only what the options depend on counts: the rest of the form may change as it likes. */
  follow(values: FormValues): void {
    const slots = slotsOf(this.#field.url);
    const key = JSON.stringify(slots.map((name) => values[name] ?? null));
    if (key === this.#asked || this.#source === null) return;
    const isFirst = this.#asked === undefined;
    this.#asked = key;
    this.#values = Object.fromEntries(slots.map((name) => [name, values[name]]));
    this.#forget();
    this.#missing = unfilledSlots(this.#field, values);
    if (this.#missing.length > 0) return;
    this.#isLoading = true;
    this.#timer = setTimeout(() => void this.refresh(), isFirst ? 0 : pauseMs);
  }

  async refresh(): Promise<void> {
    if (this.#source === null) return;
    this.#controller?.abort();
    const { signal } = (this.#controller = new AbortController());
    this.#isLoading = true;
    const { id, version } = this.#source;
    const request = {
      params: { id, field: this.#field.name },
      body: { values: this.#values, version },
    };
    try {
      this.#offer = await api.listOptions(request, { signal });
      this.#error = null;
    } catch (thrown) {
      if (signal.aborted) return;
      this.#error = asApiError(thrown);
    }
    this.#isLoading = false;
  }

  stop(): void {
    // A combobox that closes ends no request: what it asked for is for the whole field.
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#controller?.abort();
  }

  #forget(): void {
    this.end();
    this.#offer = null;
    this.#error = null;
    this.#isLoading = false;
  }
}
