import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";

/** What a command came to: a status below 500 and the body. */
export type Reply = { status: number; body: Record<string, unknown> };

/** A person's client on a bad line: it repeats every request under one key until it gets an answer. */
export class StubbornClient {
  readonly #base: string;
  readonly #patienceMs: number;
  #cookie = "";
  repeated = 0;

  constructor(base: string, patienceMs = 600_000) {
    this.#base = base;
    this.#patienceMs = patienceMs;
  }

  async signIn(email: string, password: string): Promise<void> {
    const response = await this.#send("POST", "/session", { email, password }, randomUUID());
    this.#cookie = response.headers.get("set-cookie")?.split(";")[0] ?? "";
    if (response.status !== 201) throw new Error(`sign-in of ${email}: ${await response.text()}`);
  }

  async get(path: string): Promise<Reply> {
    return this.#read(await this.#send("GET", path, undefined, ""));
  }

  /** One intent, sent twice at once: both sends carry the same key and must not count twice. */
  async command(method: string, path: string, body?: unknown): Promise<Reply> {
    const key = randomUUID();
    const [first] = await Promise.all([1, 2].map(() => this.#send(method, path, body, key)));
    if (first === undefined) throw new Error("no answer");
    return this.#read(first);
  }

  async #read(response: Response): Promise<Reply> {
    const text = await response.text();
    return {
      status: response.status,
      body: text === "" ? {} : (JSON.parse(text) as Record<string, unknown>),
    };
  }

  async #send(method: string, path: string, body: unknown, key: string): Promise<Response> {
    const untilMs = Date.now() + this.#patienceMs;
    for (;;) {
      try {
        const response = await fetch(`${this.#base}/api${path}`, {
          method,
          headers: {
            cookie: this.#cookie,
            origin: this.#base,
            ...(key === "" ? {} : { "idempotency-key": key }),
            ...(body === undefined ? {} : { "content-type": "application/json" }),
          },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        });
        if (response.status < 500) return response;
      } catch {
        // The product is down: that is what this is about.
      }
      if (Date.now() > untilMs) throw new Error(`no answer to ${method} ${path}`);
      this.repeated += 1;
      await sleep(100 + Math.random() * 200);
    }
  }
}
