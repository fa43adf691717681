import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { contract, type OperationName } from "#shared/contract/index.ts";
import type { Problem } from "#shared/contract/problem.ts";
import { callbackToken } from "#shared/order/callback-token.ts";
import { loadRun } from "#shared/order/store.ts";
import { loadWork } from "#shared/plan/load.ts";
import { parseTaskId } from "#shared/ticket/record.ts";
import { callers, type Caller } from "#test/support/cast.ts";
import { pageOf } from "#test/support/office.ts";
import { AuthorisationDesk, rows, said, success } from "./authorisation-desk.ts";
import type { Row } from "./authorisation-row.ts";
import { byToken, table } from "./authorisation-table.ts";

vi.mock("#shared/action/catalogue/index.ts", async (original) => {
  const { withTestActions } = await import("#test/support/actions.ts");
  return withTestActions(await original());
});

const desk = new AuthorisationDesk();
const { cast } = desk;
beforeAll(() => desk.open());
afterAll(() => desk.close());

type Request = Awaited<ReturnType<Row["request"]>>;

/** The same request for a record of the same kind that does not exist. */
function elsewhere(request: Request): Request {
  const params = Object.entries(request.params ?? {}).map(([name, value]) => [
    name,
    String(value).replace(/_[0-9A-Z]{26}/, `_${"0".repeat(26)}`),
  ]);
  return { ...request, params: Object.fromEntries(params) };
}

function withoutRequest(problem: Problem | undefined): object {
  return { ...problem, requestId: "" };
}

/** What is on record behind a request: it must not move when the request is refused. */
async function recordBehind({ params }: Request): Promise<unknown> {
  const id = String(params?.["id"] ?? "");
  if (id.startsWith("ord_")) return loadRun(id);
  if (id.startsWith("pln_")) return loadWork(id);
  if (id.startsWith("tsk_")) return pageOf(parseTaskId(id).ticketId);
  return id.startsWith("tkt_") ? pageOf(id) : undefined;
}

describe("who may call what", () => {
  it("the table has every operation of the contract", () => {
    const covered = new Set([...table.map(({ operation }) => operation), ...byToken]);
    expect(Object.keys(contract).filter((name) => !covered.has(name as OperationName))).toEqual([]);
  });

  it.each(rows)("%s is refused to all others, alike, and nothing moves", async (_name, row) => {
    const { operation, may, refusal = "403 FORBIDDEN", forbidden = [] } = row;
    const request = await row.request(cast);
    const before = await recordBehind(request);
    const others = callers.filter((caller) => !may.includes(caller));
    const answers = await Promise.all(
      others.map(async (caller) =>
        desk.api.loose(operation, request, await desk.tokenOf(caller, row)),
      ),
    );
    const refusalOf = (caller: Caller) => (forbidden.includes(caller) ? "403 FORBIDDEN" : refusal);
    expect(answers.map(said)).toEqual(others.map(refusalOf));
    if (refusal === "404 NOT_FOUND") {
      // What one may not read is what does not exist.
      const blind = others.find((caller) => refusalOf(caller) === refusal) ?? "stranger";
      const nowhere = await desk.api.loose(operation, elsewhere(request), cast.token(blind));
      for (const { problem } of answers.filter(({ status }) => status === 404)) {
        expect(withoutRequest(problem)).toEqual(withoutRequest(nowhere.problem));
      }
    }
    const signedOut = await desk.api.loose(operation, request);
    expect(said(signedOut)).toBe(row.isPublic ? success(operation) : "401 UNAUTHENTICATED");
    expect(await recordBehind(request)).toEqual(before);
  });
});

describe("callbackNode is opened by the token of the node, and by nothing else", () => {
  async function report(orderId: string, authorization?: string, session?: string) {
    const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
    const call = { params: { id: orderId, seq: 1 }, body: { status: "succeeded" }, headers };
    return said(await desk.api.loose("callbackNode", call, session));
  }

  it("its own", async () => {
    const orderId = await cast.order({ kind: "awaits_callback" });
    expect(await report(orderId)).toBe("401 UNAUTHENTICATED");
    expect(await report(orderId, undefined, cast.token("admin"))).toBe("401 UNAUTHENTICATED");
    expect(await report(orderId, "Bearer guessed")).toBe("404 NOT_FOUND");
    const other = await cast.order({ kind: "awaits_callback" });
    expect(await report(orderId, `Bearer ${callbackToken({ orderId: other, seq: 1 })}`)).toBe(
      "404 NOT_FOUND",
    );
    expect(await report(orderId, `Bearer ${callbackToken({ orderId, seq: 2 })}`)).toBe(
      "404 NOT_FOUND",
    );
    expect(await report(orderId, `Bearer ${callbackToken({ orderId, seq: 1 })}`)).toBe("200");
  });
});
