import { Hono } from "hono";
import { handle } from "hono/aws-lambda";
import { setCookie } from "hono/cookie";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { AttemptEntity } from "#shared/org/entity.ts";
import { here } from "#shared/table/model.ts";
import { toGatewayEvent } from "#stacks/local/http/gateway.ts";
import { invokeLambda, type LambdaHandler } from "#stacks/local/lambda.ts";
import { addPerson, openSession, password } from "#test/support/factory.ts";
import { ownTable } from "#test/support/own-table.ts";

let engine: { stop: () => Promise<void> };
let handler: LambdaHandler;

beforeAll(async () => {
  engine = await ownTable();
  handler = (await import("#functions/api/handler.ts")).handler as LambdaHandler;
});
afterAll(() => engine.stop());

async function send(to: LambdaHandler, path: string, init: RequestInit = {}) {
  const request = new Request(`http://127.0.0.1:3000/api${path}`, init);
  const event = await toGatewayEvent(request, "203.0.113.9");
  return (await invokeLambda("api", to, event)) as APIGatewayProxyStructuredResultV2;
}

function signIn(email: string, secret: string) {
  const headers = { "content-type": "application/json", origin: "http://127.0.0.1:3000" };
  return send(handler, "/session", {
    method: "POST",
    headers,
    body: JSON.stringify({ email, password: secret }),
  });
}

it("the Lambda signs in with a cookie and knows it again", async () => {
  const { email } = await addPerson({ name: "Alice 爱丽丝" });
  const { statusCode, cookies = [] } = await signIn(email, password);
  expect([statusCode, cookies.length]).toEqual([201, 1]);
  const me = await send(handler, "/me", { headers: { cookie: cookies[0]?.split(";")[0] ?? "" } });
  expect(JSON.parse(me.body ?? "")).toMatchObject({ name: "Alice 爱丽丝" });
  expect(me.isBase64Encoded).toBe(false);
});

it("the Lambda counts failed sign-ins by the gateway's address of the caller", async () => {
  await signIn("nobody@demo.test", "wrong password");
  const window = String(Math.floor(Date.now() / 900_000));
  const { data } = await AttemptEntity.get({ subject: "address:203.0.113.9", window }).go(here());
  expect(data?.failures).toBe(1);
});

it("several cookies of one answer leave the Lambda one by one", async () => {
  const app = new Hono().get("/api/two", (c) => {
    setCookie(c, "one", "1");
    setCookie(c, "two", "2");
    return c.text("ok");
  });
  const { cookies } = await send(handle(app) as LambdaHandler, "/two");
  expect(cookies).toEqual(["one=1; Path=/", "two=2; Path=/"]);
});

it("the whole table of routes works behind the Lambda, also for addresses that are not there", async () => {
  const missing = await send(handler, "/nowhere");
  expect([missing.statusCode, JSON.parse(missing.body ?? "").code]).toEqual([404, "NOT_FOUND"]);
  const health = await send(handler, "/health");
  expect(JSON.parse(health.body ?? "")).toMatchObject({ status: "ok" });
});

it("a report leaves the Lambda as a file that spreadsheets read as UTF-8, for those who may read reports", async () => {
  const path = "/reports/tickets.csv?from=2026-01-01&to=2026-01-31";
  const as = async (roles: string[]) => {
    const cookie = `countersign_session=${await openSession(await addPerson({ roles }))}`;
    return send(handler, path, { headers: { cookie } });
  };
  const { statusCode, headers, body, isBase64Encoded } = await as(["manager"]);
  expect(statusCode).toBe(200);
  expect(headers).toMatchObject({
    "content-type": "text/csv; charset=utf-8",
    "content-disposition": 'attachment; filename="tickets-2026-01-01-2026-01-31.csv"',
  });
  const bytes = Buffer.from(body ?? "", isBase64Encoded === true ? "base64" : "utf8");
  expect(bytes.toString("utf8").match(/\ufeff/g)).toHaveLength(1);
  expect((await as([])).statusCode).toBe(403);
});
