import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { contract } from "#shared/contract/index.ts";
import type { Caller } from "#test/support/cast.ts";
import { AuthorisationDesk, rows, said, success } from "./authorisation-desk.ts";

vi.mock("#shared/action/catalogue/index.ts", async (original) => {
  const { withTestActions } = await import("#test/support/actions.ts");
  return withTestActions(await original());
});

const desk = new AuthorisationDesk();
const { cast } = desk;
beforeAll(() => desk.open());
afterAll(() => desk.close());

/** A deed takes a record of its own for each caller: three a day, others every day; AUTHORISATION=all takes all. */
const mostCallers = process.env["AUTHORISATION"] === "all" ? Infinity : 3;
const today = Math.floor(Date.now() / 86_400_000);

function ofToday(may: readonly Caller[]): Caller[] {
  if (may.length <= mostCallers) return [...may];
  return Array.from(
    { length: mostCallers },
    (_none, index) => may[(today * mostCallers + index) % may.length] ?? "stranger",
  );
}

describe("who may call what", () => {
  it.each(rows)("%s is done for whom it is meant", async (_name, row) => {
    const { operation } = row;
    const isSafe = contract[operation].method === "GET";
    const may = isSafe ? row.may : ofToday(row.may);
    const shared = isSafe ? await row.request(cast) : undefined;
    const answers = await Promise.all(
      may.map(async (caller) => {
        const request = shared ?? (await row.request(cast));
        return [
          caller,
          said(await desk.api.loose(operation, request, await desk.tokenOf(caller, row))),
        ];
      }),
    );
    expect(answers).toEqual(may.map((caller) => [caller, success(operation)]));
  });
});
