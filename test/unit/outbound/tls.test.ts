import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { callOutside, Unconnected } from "#shared/outbound/request.ts";
import { makeTls } from "#test/support/peers/web/certificate.ts";

const own = makeTls();
const other = makeTls();
let server: Server;
let url: string;
let calls = 0;

beforeAll(async () => {
  process.env["HTTP_ALLOW_PRIVATE"] = "1";
  server = createServer({ key: own.key, cert: own.cert }, (_request, response) => {
    calls += 1;
    response.end("hello");
  });
  await new Promise<void>((resolve) => server.listen(0, "0.0.0.0", resolve));
  url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(async () => {
  delete process.env["HTTP_ALLOW_PRIVATE"];
  await new Promise((resolve) => server.close(resolve));
});
afterEach(() => delete process.env["NODE_TLS_REJECT_UNAUTHORIZED"]);

const call = (ca?: string, at = url) =>
  callOutside(at, {
    ...{ method: "GET", rules: { hosts: [] }, timeoutMs: 2_000, maxBytes: 100 },
    ...(ca === undefined ? {} : { ca }),
  });

it("a server is believed by the authority that the call names", async () => {
  expect((await call(own.ca)).text).toBe("hello");
});

it("without it, by another one, by what is none, or under another name it is not, and nothing is sent", async () => {
  const before = calls;
  await expect(call()).rejects.toThrow(Unconnected);
  await expect(call()).rejects.toThrow(/UNABLE_TO_VERIFY_LEAF_SIGNATURE|SELF_SIGNED/);
  await expect(call(other.ca)).rejects.toThrow(Unconnected);
  await expect(call("not a certificate")).rejects.toThrow(Unconnected);
  const elsewhere = url.replace("127.0.0.1", "127.0.0.2");
  await expect(call(own.ca, elsewhere)).rejects.toThrow(/ALTNAME_INVALID/);
  expect(calls).toBe(before);
});

it("no variable of the environment switches that off", async () => {
  process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = "0";
  await expect(call()).rejects.toThrow(Unconnected);
});
