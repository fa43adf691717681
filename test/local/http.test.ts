import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { APIGatewayProxyEventV2, APIGatewayProxyResultV2 } from "aws-lambda";
import { Hono } from "hono";
import { handle } from "hono/aws-lambda";
import { getCookie, setCookie } from "hono/cookie";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { freePort } from "#stacks/local/free-port.ts";
import type { LambdaHandler } from "#stacks/local/lambda.ts";
import { startHttp, type HttpServer } from "#stacks/local/http/server.ts";

let events: APIGatewayProxyEventV2[] = [];
let answer: LambdaHandler = () => ({ statusCode: 200 });
let writes = 0;
let http: HttpServer;
let origin: string;
let webDir: string;

beforeAll(async () => {
  webDir = mkdtempSync(join(tmpdir(), "web-"));
  mkdirSync(join(webDir, "_app/immutable"), { recursive: true });
  writeFileSync(
    join(webDir, "index.html"),
    "<html><script>start()</script><script src='/a.js'></script></html>",
  );
  writeFileSync(join(webDir, "_app/immutable/app.1.js"), "plain");
  writeFileSync(join(webDir, "_app/immutable/app.1.js.gz"), gzipSync("packed"));
  const api: LambdaHandler = (event, context, callback) => {
    events.push(event);
    return answer(event, context, callback);
  };
  const port = await freePort();
  origin = `http://127.0.0.1:${port}`;
  http = await startHttp({
    host: "127.0.0.1",
    port,
    api,
    onWrite: () => (writes += 1),
    webDir,
    publicUrl: origin,
  });
});

afterAll(async () => {
  await http.stop();
  rmSync(webDir, { recursive: true });
});

beforeEach(() => {
  events = [];
  writes = 0;
});

const result = (value: APIGatewayProxyResultV2) => (answer = () => value);

describe("the API behind the embedded gateway", () => {
  it("gets method, path, query, headers and cookies as API Gateway's format 2.0 has them", async () => {
    result({ statusCode: 204 });
    const headers = {
      cookie: "session=a; theme=b",
      "content-type": "application/json",
      "x-one": "1",
    };
    await fetch(`${origin}/api/tickets/tkt_1?status=a&status=b&q=%E4%BD%A0`, {
      method: "POST",
      body: '{"a":1}',
      headers,
    });
    expect(events[0]).toMatchObject({
      version: "2.0",
      rawPath: "/api/tickets/tkt_1",
      rawQueryString: "status=a&status=b&q=%E4%BD%A0",
      queryStringParameters: { status: "a,b", q: "你" },
      cookies: ["session=a", "theme=b"],
      headers: { "x-one": "1" },
      body: '{"a":1}',
      isBase64Encoded: false,
      requestContext: { http: { method: "POST", sourceIp: "127.0.0.1" } },
    });
    expect(events[0]?.headers).not.toHaveProperty("cookie");
  });

  it("passes binary bodies both ways unchanged", async () => {
    const bytes = Buffer.from([0, 255, 1, 254, 128]);
    answer = (event: APIGatewayProxyEventV2) => ({
      statusCode: 200,
      headers: { "content-type": "application/octet-stream" },
      body: event.body,
      isBase64Encoded: event.isBase64Encoded,
    });
    const headers = { "content-type": "application/octet-stream" };
    const response = await fetch(`${origin}/api/echo`, { method: "POST", body: bytes, headers });
    expect(Buffer.from(await response.arrayBuffer())).toEqual(bytes);
  });

  it("sets every cookie of the result as a header of its own", async () => {
    result({ statusCode: 200, cookies: ["a=1; HttpOnly", "b=2"], body: "ok" });
    const response = await fetch(`${origin}/api/session`);
    expect(response.headers.getSetCookie()).toEqual(["a=1; HttpOnly", "b=2"]);
  });

  it("serves a Hono app through its Lambda adapter, cookies and Chinese included", async () => {
    const app = new Hono().post("/api/greet", async (c) => {
      setCookie(c, "seen", "1", { httpOnly: true });
      return c.json({ said: await c.req.json(), session: getCookie(c, "session") }, 201);
    });
    answer = handle(app) as LambdaHandler;
    const headers = { cookie: "session=s1", "content-type": "application/json" };
    const response = await fetch(`${origin}/api/greet`, {
      method: "POST",
      body: '"你好"',
      headers,
    });
    expect(response.status).toBe(201);
    expect(await response.json()).toEqual({ said: "你好", session: "s1" });
    expect(response.headers.getSetCookie()).toEqual(["seen=1; Path=/; HttpOnly"]);
  });

  it("refuses a body over 1 MB with problem+json, whether or not its length was announced", async () => {
    const body = Buffer.alloc(1024 * 1024 + 1);
    const announced = await fetch(`${origin}/api/x`, { method: "POST", body });
    const stream = new ReadableStream({
      start(controller) {
        controller.enqueue(body);
        controller.close();
      },
    });
    const init = { method: "POST", body: stream, duplex: "half" } as RequestInit;
    const streamed = await fetch(`${origin}/api/x`, init);
    for (const response of [announced, streamed]) {
      expect(response.status).toBe(413);
      expect(response.headers.get("content-type")).toBe("application/problem+json");
      expect(await response.json()).toMatchObject({ status: 413, code: "PAYLOAD_TOO_LARGE" });
    }
    expect(events).toHaveLength(0);
  });

  it("answers a crash of the handler with a constant text", async () => {
    const spy = vi.spyOn(console, "error").mockImplementation(() => undefined);
    answer = () => {
      throw new Error("secret");
    };
    const response = await fetch(`${origin}/api/x`);
    spy.mockRestore();
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain("secret");
  });

  it("tells the stream of writes only", async () => {
    result({ statusCode: 200 });
    await fetch(`${origin}/api/x`);
    expect(writes).toBe(0);
    await fetch(`${origin}/api/x`, { method: "POST" });
    expect(writes).toBe(1);
  });
});

describe("the web app on the same port", () => {
  it("every page address gets index.html with a policy that allows its own inline script by hash", async () => {
    const response = await fetch(`${origin}/tickets/tkt_1`);
    expect(response.status).toBe(200);
    const policy = response.headers.get("content-security-policy") ?? "";
    expect(policy).toContain(
      "script-src 'self' 'sha256-DIm7WJS6ZKDYe5qFLPy+h4JFI9Bol5QmYC57mt3Fb00='",
    );
    expect(policy).toContain("frame-ancestors 'none'");
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    const etag = response.headers.get("etag") ?? "";
    const again = await fetch(`${origin}/`, { headers: { "if-none-match": etag } });
    expect(again.status).toBe(304);
  });

  it("a page asked for as localhost moves to the one public name, where cookies and the Origin check hold", async () => {
    expect(await rawLocation("/tickets?status=a", `localhost:${http.port}`)).toBe(
      `${origin}/tickets?status=a`,
    );
  });

  it("hashed files are cached for ever and sent packed to those who take it", async () => {
    const url = `${origin}/_app/immutable/app.1.js`;
    const packed = await fetch(url, { headers: { "accept-encoding": "gzip" } });
    expect(packed.headers.get("cache-control")).toContain("immutable");
    expect(packed.headers.get("content-type")).toContain("javascript");
    expect(await packed.text()).toBe("packed");
    const plain = await fetch(url, { headers: { "accept-encoding": "identity" } });
    expect(await plain.text()).toBe("plain");
  });

  it("missing files are 404, not the page, and nothing outside the build is served", async () => {
    expect((await fetch(`${origin}/_app/immutable/gone.js`)).status).toBe(404);
    expect((await fetch(`${origin}/gone.png`)).status).toBe(404);
    expect(await rawGet("/..%2f..%2f..%2fetc/passwd")).not.toContain("root:");
    expect(await rawGet("/../../../etc/passwd")).not.toContain("root:");
  });
});

/** fetch does not let a caller choose the Host. */
function rawLocation(path: string, host: string): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(
      { port: http.port, host: "127.0.0.1", path, headers: { host } },
      (response) => {
        response.resume();
        resolve(response.headers.location);
      },
    );
    sent.on("error", reject).end();
  });
}

/** fetch tidies dots away before sending; an attacker does not. */
function rawGet(path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request({ port: http.port, host: "127.0.0.1", path }, (response) => {
      let text = "";
      response.on("data", (chunk: Buffer) => (text += chunk.toString()));
      response.on("end", () => resolve(text));
    });
    sent.on("error", reject).end();
  });
}
