import { api } from "#lib/api/client.ts";
import { asApiError, type ApiError } from "#lib/api/error.ts";
import type { FormValues } from "#shared/core/condition.ts";
import type { ChainStep } from "#shared/ticket/schema.ts";
import type { PickedIds } from "./choices.svelte.ts";

const pauseMs = 400;

/** Who would be asked for these values; asks again a moment after they changed. */
export class ChainPreview {
  #templateId: string;
  #version: number | undefined;
  #steps = $state.raw<ChainStep[] | undefined>();
  #error = $state.raw<ApiError | null>(null);
  #asked: string | undefined;
  #values: FormValues = {};
  #choices: PickedIds = {};
  #timer: ReturnType<typeof setTimeout> | undefined;
  #controller: AbortController | undefined;

  /** `version`: that of a ticket which exists already; it keeps it whatever is published meanwhile. */
  constructor(templateId: string, version?: number) {
    this.#templateId = templateId;
    this.#version = version;
  }

  /** Undefined until the first answer. */
  get steps(): ChainStep[] | undefined {
    return this.#steps;
  }
  get error(): ApiError | null {
    return this.#error;
  }

  ask(values: FormValues, choices: PickedIds = {}): void {
    const json = JSON.stringify([values, choices]);
    if (json === this.#asked) return;
    const isFirst = this.#asked === undefined;
    this.#asked = json;
    this.#values = values;
    this.#choices = choices;
    clearTimeout(this.#timer);
    if (isFirst) void this.refresh();
    else this.#timer = setTimeout(() => void this.refresh(), pauseMs);
  }

  async refresh(): Promise<void> {
    this.#controller?.abort();
    const { signal } = (this.#controller = new AbortController());
    try {
      const body = { values: this.#values, choices: this.#choices, version: this.#version };
      const request = { params: { id: this.#templateId }, body };
      const { steps } = await api.previewChain(request, { signal });
      if (signal.aborted) return;
      this.#steps = steps;
      this.#error = null;
    } catch (thrown) {
      if (!signal.aborted) this.#error = asApiError(thrown);
    }
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#controller?.abort();
  }
}
