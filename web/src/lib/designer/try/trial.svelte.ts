import { api, type Request, type Result } from "#lib/api/client.ts";
import { asApiError, type ApiError } from "#lib/api/error.ts";

type Body = Request<"simulateTemplate">["body"];
export type TrialAnswer = Result<"simulateTemplate">;
const pauseMs = 400;

/** Who would be asked for a form on the draft; asks again a moment after form, person or draft changed. */
export class Trial {
  #templateId: string;
  #answer = $state.raw<TrialAnswer | null>(null);
  #error = $state.raw<ApiError | null>(null);
  #asked: string | undefined;
  #body: Body | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #controller: AbortController | undefined;

  constructor(templateId: string) {
    this.#templateId = templateId;
  }

  /** The newest answer; it stays while the next one is on its way. */
  get answer(): TrialAnswer | null {
    return this.#answer;
  }
  get error(): ApiError | null {
    return this.#error;
  }

  ask(body: Body): void {
    const json = JSON.stringify(body);
    if (json === this.#asked) return;
    const isFirst = this.#asked === undefined;
    this.#asked = json;
    this.#body = body;
    clearTimeout(this.#timer);
    if (isFirst) void this.refresh();
    else this.#timer = setTimeout(() => void this.refresh(), pauseMs);
  }

  async refresh(): Promise<void> {
    if (this.#body === undefined) return;
    this.#controller?.abort();
    const { signal } = (this.#controller = new AbortController());
    try {
      const request = { params: { id: this.#templateId }, body: this.#body };
      const answer = await api.simulateTemplate(request, { signal });
      if (signal.aborted) return;
      this.#answer = answer;
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
