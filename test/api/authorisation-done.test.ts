import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { contract } from "#shared/contract/index.ts";
import { AuthorisationDesk, rows, said, success } from "./authorisation-desk.ts";

vi.mock("#shared/action/catalogue/index.ts", async (original) => {
  const { withTestActions } = await import("#test/support/actions.ts");
  return withTestActions(await original());
});

const desk = new AuthorisationDesk();
const { cast } = desk;
beforeAll(() => desk.open());
afterAll(() => desk.close());

describe("who may call what", () => {
  it.each(rows)("%s is done for whom it is meant", async (_name, row) => {
    const { operation, may } = row;
    const isSafe = contract[operation].method === "GET";
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
