import { contract, type Contract, type OperationName } from "#shared/contract/index.ts";
import type { Answer, Operation } from "#shared/contract/operation.ts";

type Call = { params?: Record<string, string>; query?: Record<string, string>; body?: unknown };

/** A refusal of the API, with what it says is wrong. */
export class Refused extends Error {
  readonly issues: { path: string; message: string }[];

  constructor(detail: string, issues: Refused["issues"]) {
    super(detail);
    this.issues = issues;
  }
}

/** The API for a program that signs in as a person. */
export class Client {
  readonly #base: string;
  #cookie = "";

  constructor(url: string) {
    this.#base = url.replace(/\/$/, "");
  }

  async signIn(email: string, password: string): Promise<void> {
    const response = await this.#send("POST", "/session", { email, password });
    if (!response.ok) throw new Refused(`${email} cannot sign in (${response.status}).`, []);
    this.#cookie = response.headers
      .getSetCookie()
      .map((one) => one.split(";")[0])
      .join("; ");
  }

  async call<Name extends OperationName>(
    name: Name,
    { params = {}, query, body }: Call = {},
  ): Promise<Answer<Contract[Name]>> {
    const { method, path }: Operation = contract[name];
    const filled = path.replaceAll(/\{(\w+)\}/g, (_all, key: string) => params[key] ?? "");
    const search = query === undefined ? "" : `?${new URLSearchParams(query)}`;
    const response = await this.#send(method, filled + search, body);
    const answer = (await response.json()) as { title?: string; issues?: Refused["issues"] };
    if (!response.ok) throw new Refused(answer.title ?? "Refused.", answer.issues ?? []);
    return answer as Answer<Contract[Name]>;
  }

  async #send(method: string, path: string, body: unknown): Promise<Response> {
    return fetch(`${this.#base}/api${path}`, {
      method,
      headers: {
        origin: new URL(this.#base).origin,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...(this.#cookie === "" ? {} : { cookie: this.#cookie }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }
}
