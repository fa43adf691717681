import { asApiError, type ApiError } from "#lib/api/error.ts";

const pauseMs = 500;

type Answer<Found, Document> = { findings: Found[]; document: Document | null };

/** Checks a source while it is typed: a moment after the last key, and only the newest answer counts. */
export class Checker<Found extends object, Document> {
  readonly #ask: (source: string, signal: AbortSignal) => Promise<Answer<Found, Document>>;
  #findings = $state.raw<Found[]>([]);
  #document = $state.raw<Document | null>(null);
  #checked = $state.raw<string | null>(null);
  #asked = $state.raw<string | null>(null);
  #error = $state.raw<ApiError | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #controller: AbortController | undefined;

  constructor(ask: (source: string, signal: AbortSignal) => Promise<Answer<Found, Document>>) {
    this.#ask = ask;
  }

  get findings(): Found[] {
    return this.#findings;
  }
  /** The newest document that fits the schema; kept while the source is being broken and mended. */
  get document(): Document | null {
    return this.#document;
  }
  get error(): ApiError | null {
    return this.#error;
  }
  get isChecking(): boolean {
    return this.#asked !== this.#checked && this.#error === null;
  }
  /** What was asked last is checked and has no faults. */
  get isClean(): boolean {
    return !this.isChecking && this.#error === null && this.#findings.length === 0;
  }

  ask(source: string): void {
    if (source === this.#asked && this.#error === null) return;
    this.#asked = source;
    this.#error = null;
    this.stop();
    if (source.trim() === "") this.#accept(source, { findings: [], document: null });
    else this.#timer = setTimeout(() => void this.#check(source), pauseMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#controller?.abort();
  }

  async #check(source: string): Promise<void> {
    const { signal } = (this.#controller = new AbortController());
    try {
      const answer = await this.#ask(source, signal);
      if (!signal.aborted) this.#accept(source, answer);
    } catch (thrown) {
      if (!signal.aborted) this.#error = asApiError(thrown);
    }
  }

  #accept(source: string, { findings, document }: Answer<Found, Document>): void {
    this.#checked = source;
    this.#findings = findings;
    if (document !== null) this.#document = document;
  }
}
