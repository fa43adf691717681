type Reply = { path: string; text: string; status: number; body: string; headers: Headers };

/** First answers by Idempotency-Key, for servers that honour it. */
export class Replies {
  isOn: boolean;
  readonly #replies = new Map<string, Reply>();

  constructor(isOn: boolean) {
    this.isOn = isOn;
  }

  /** The first answer to the same request; "reused" when the key came with another request before. */
  find(key: string | undefined, path: string, text: string): Response | "reused" | undefined {
    const known = this.isOn && key !== undefined ? this.#replies.get(key) : undefined;
    if (known === undefined) return undefined;
    if (known.path !== path || known.text !== text) return "reused";
    const headers = new Headers(known.headers);
    headers.set("idempotent-replayed", "true");
    return new Response(known.body, { status: known.status, headers });
  }

  async keep(
    key: string | undefined,
    path: string,
    text: string,
    response: Response,
  ): Promise<void> {
    if (!this.isOn || key === undefined || response.status >= 500) return;
    const { status, headers } = response;
    this.#replies.set(key, { path, text, status, headers, body: await response.clone().text() });
  }
}
