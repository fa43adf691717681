import { expect } from "vitest";
import { createApp } from "#functions/api/app.ts";
import { readEnv } from "#functions/lib/env.ts";
import { contract, type Contract, type OperationName } from "#shared/contract/index.ts";
import type { Answer, Operation, Sent } from "#shared/contract/operation.ts";
import { Problem } from "#shared/contract/problem.ts";

export const origin = "http://127.0.0.1:3000";

type Defined<Parts> = {
  [Key in keyof Parts as Parts[Key] extends undefined ? never : Key]: Parts[Key];
};
type Call<Name extends OperationName> = Defined<Sent<Contract[Name]>> & {
  headers?: Record<string, string>;
};
type Answered<Body> = {
  status: number;
  headers: Headers;
  body: Body;
  problem: Problem | undefined;
};
type Loose = {
  params?: Record<string, unknown>;
  query?: Record<string, unknown>;
  body?: unknown;
  headers?: Record<string, string>;
};

/** The API in this process, spoken to as the network would. `address` is where requests come from. */
export class TestApi {
  readonly #app: ReturnType<typeof createApp>;
  address = "203.0.113.7";

  constructor(environment: Record<string, string> = {}) {
    this.#app = createApp(
      readEnv({ ...process.env, RATE_LIMIT_PER_MINUTE: "100000", ...environment }),
    );
  }

  /** Any request; `path` is below /api. */
  async raw(path: string, init: RequestInit = {}): Promise<Response> {
    const event = { requestContext: { http: { sourceIp: this.address } } };
    return this.#app.request(`/api${path}`, init, { event });
  }

  /** Calls an operation. A success must fit the contract exactly, with no field too many. */
  async call<Name extends OperationName>(
    name: Name,
    call: Call<Name>,
    token?: string,
  ): Promise<Answered<Answer<Contract[Name]>>> {
    const answered = await this.loose(name, call as Loose, token);
    return answered as Answered<Answer<Contract[Name]>>;
  }

  /** The same without types, for what no honest client would send. */
  async loose(name: OperationName, call: Loose, token?: string): Promise<Answered<unknown>> {
    const operation: Operation = contract[name];
    const response = await this.raw(pathOf(operation, call), initOf(operation, call, token));
    const { status, headers } = response;
    if (!response.ok) {
      expect(headers.get("content-type")).toBe("application/problem+json");
      const problem = Problem.parse(await response.json());
      expect(problem.status).toBe(status);
      return { status, headers, body: undefined, problem };
    }
    if (operation.result === undefined) {
      expect(status).toBe(204);
      return { status, headers, body: undefined, problem: undefined };
    }
    const body: unknown = await response.json();
    expect(operation.result.parse(body)).toEqual(body);
    expect(status).toBe(operation.status ?? 200);
    return { status, headers, body, problem: undefined };
  }
}

function pathOf(operation: Operation, { params = {}, query }: Loose): string {
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(params[name])),
  );
  const pairs = Object.entries(query ?? {}).map(([name, value]) => [name, String(value)]);
  return pairs.length === 0 ? path : `${path}?${new URLSearchParams(Object.fromEntries(pairs))}`;
}

function initOf({ method }: Operation, { body, headers }: Loose, token?: string): RequestInit {
  return {
    method,
    headers: {
      ...(method === "GET" ? {} : { origin }),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(token === undefined ? {} : { cookie: `countersign_session=${token}` }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  };
}
