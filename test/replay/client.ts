import { setTimeout as sleep } from "node:timers/promises";
import { contract, type Contract, type OperationName } from "#shared/contract/index.ts";
import type { Answer, Operation, Sent } from "#shared/contract/operation.ts";
import type { Problem } from "#shared/contract/problem.ts";

/** The platform said no. */
export class Refusal extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

type Parts = { params?: unknown; query?: unknown; body?: unknown };
type Given<Op> = {
  [Key in keyof Sent<Op> as Sent<Op>[Key] extends undefined ? never : Key]: Sent<Op>[Key];
};

/** Two writers met: nothing was changed, so the call may simply be made again. */
const conflictRetriesMax = 8;

function addressOf(operation: Operation, { params, query }: Parts): string {
  const values = new Map(Object.entries(params ?? {}));
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_match, name: string) =>
    encodeURIComponent(String(values.get(name))),
  );
  const search = new URLSearchParams(
    Object.entries(query ?? {}).map(([name, value]): [string, string] => [name, String(value)]),
  ).toString();
  return `/api${path}${search === "" ? "" : `?${search}`}`;
}

async function refusalOf(response: Response): Promise<Refusal> {
  const text = await response.text();
  try {
    const { code, title, issues } = JSON.parse(text) as Problem;
    const faults = issues.map((issue) => ` [${issue.path} ${issue.code}]`).join("");
    return new Refusal(code, `${response.status} ${code}: ${title}${faults}`);
  } catch {
    return new Refusal(String(response.status), `${response.status}: ${text.slice(0, 200)}`);
  }
}

/** Sends one request; throws a `Refusal` for every answer but 2xx. A version conflict is tried again. */
export async function send(url: string, init: RequestInit): Promise<Response> {
  for (let attempt = 1; ; attempt += 1) {
    const response = await fetch(url, init);
    if (response.ok) return response;
    const refusal = await refusalOf(response);
    if (refusal.code !== "CONFLICT" || attempt > conflictRetriesMax) throw refusal;
    await sleep(20 * attempt);
  }
}

/** Somebody signed in at the API. Calls are typed by the contract; `at` is the product's clock for the call. */
export class Person {
  readonly #url: string;
  readonly #cookie: string;

  constructor(url: string, cookie: string) {
    this.#url = url;
    this.#cookie = cookie;
  }

  async call<Name extends OperationName>(
    name: Name,
    given: Given<Contract[Name]>,
    at?: string,
  ): Promise<Answer<Contract[Name]>> {
    const operation: Operation = contract[name];
    const { body } = given as Parts;
    const response = await send(this.#url + addressOf(operation, given), {
      method: operation.method,
      headers: {
        origin: this.#url,
        cookie: this.#cookie,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...(at === undefined ? {} : { "x-countersign-now": at }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer: unknown = response.status === 204 ? undefined : await response.json();
    return answer as Answer<Contract[Name]>;
  }
}

export type Credentials = { email: string; password: string };

/** Signs in and keeps the session. */
export async function signIn(url: string, credentials: Credentials): Promise<Person> {
  const response = await send(`${url}/api/session`, {
    method: "POST",
    headers: { origin: url, "content-type": "application/json" },
    body: JSON.stringify(credentials),
  });
  await response.arrayBuffer();
  const [cookie = ""] = response.headers.getSetCookie();
  return new Person(url, cookie.split(";")[0] ?? "");
}
