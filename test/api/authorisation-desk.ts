import { connectStorage } from "#functions/lib/storage.ts";
import { contract, type OperationName } from "#shared/contract/index.ts";
import type { Operation } from "#shared/contract/operation.ts";
import type { Problem } from "#shared/contract/problem.ts";
import { TestApi } from "#test/support/app.ts";
import { Cast, type Caller } from "#test/support/cast.ts";
import { ownTable } from "#test/support/own-table.ts";
import { ownVault } from "#test/support/own-vault.ts";
import type { Row } from "./authorisation-row.ts";
import { table } from "./authorisation-table.ts";

/** Everybody who may call the API, and one request of every kind. */
export class AuthorisationDesk {
  readonly cast = new Cast();
  #api: TestApi | undefined;
  #stops: (() => Promise<void>)[] = [];

  async open(): Promise<void> {
    const engine = await ownTable();
    const vault = await ownVault();
    this.#stops = [vault.stop, engine.stop];
    connectStorage();
    this.#api = new TestApi();
    await this.cast.enter();
  }

  get api(): TestApi {
    if (this.#api === undefined) throw new Error("the desk is not open");
    return this.#api;
  }

  async close(): Promise<void> {
    for (const stop of this.#stops) await stop();
  }

  async tokenOf(caller: Caller, { operation }: Row): Promise<string | undefined> {
    return operation === "signOut" ? this.cast.freshToken(caller) : this.cast.token(caller);
  }
}

type Answer = { status: number; problem: Problem | undefined };

export function said({ status, problem }: Answer): string {
  return problem === undefined ? String(status) : `${status} ${problem.code}`;
}

export function success(name: OperationName): string {
  const { result, status }: Operation = contract[name];
  return String(status ?? (result === undefined ? 204 : 200));
}

export const rows = table.map(
  (row) => [`${row.operation}${row.what === undefined ? "" : ` (${row.what})`}`, row] as const,
);
