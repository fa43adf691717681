import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { httpRequest } from "#functions/action/http-request.ts";
import type { Call } from "#shared/action/driver.ts";
import { callFor as call } from "#test/support/call.ts";
import { startOutside, reply, type Outside } from "#test/support/outside.ts";

let outside: Outside;

beforeAll(async () => {
  // As on AWS: HTTP_ALLOW_PRIVATE is not set.
  Object.assign(process.env, {
    TABLE_NAME: "none",
    BUCKET_NAME: "none",
    APPROVAL_MACHINE_ARN: "none",
    RUN_MACHINE_ARN: "none",
    PUBLIC_URL: "http://127.0.0.1:3000",
    MAIL_FROM: "countersign@demo.test",
    SIGNING_SECRET: "a secret for tests only",
  });
  delete process.env["HTTP_ALLOW_PRIVATE"];
  outside = await startOutside();
});
afterAll(() => outside.stop());

type Hosts = { host: string; isInner: boolean }[];

function callFor(url: string, hosts: Hosts = []): Call {
  return call("http.request", { url }, { settings: { outbound: { hosts } } });
}

describe("an automation can't reach what only the platform may reach", () => {
  it.each([
    ["this machine", "http://127.0.0.1:3000/api/users"],
    ["this machine by name", "http://localhost:3000/"],
    ["this machine as one number", "http://2130706433/"],
    ["this machine in octal", "http://0177.0.0.1/"],
    ["this machine in IPv6", "http://[::1]/"],
    ["this machine as a mapped address", "http://[::ffff:127.0.0.1]/"],
    ["this machine as a compatible address", "http://[::127.0.0.1]/"],
    ["any of its addresses", "http://0.0.0.0/"],
    ["the inner network, class A", "http://10.1.2.3/"],
    ["the inner network, class B", "http://172.16.0.1/"],
    ["the inner network, class C", "http://192.168.1.1/"],
  ])("%s: %s", async (_what, url) => {
    expect(await httpRequest.start(callFor(url))).toEqual({
      kind: "failed",
      code: "BLOCKED_ADDRESS",
      message: expect.stringContaining("inner address"),
    });
  });

  it.each([
    ["of AWS", "http://169.254.169.254/latest/meta-data/"],
    ["of AWS in IPv6", "http://[fd00:ec2::254]/latest/meta-data/"],
    ["behind NAT64", "http://[64:ff9b::169.254.169.254]/"],
    ["of Alibaba Cloud", "http://100.100.100.200/"],
    ["on a link-local address", "http://[fe80::1]/"],
  ])("the metadata service %s, even where the rules let it: %s", async (_what, url) => {
    const host = new URL(url).hostname;
    const hosts = [host, host.replace(/^\[|\]$/g, "")].map((name) => ({
      host: name,
      isInner: true,
    }));
    for (const call of [callFor(url), callFor(url, hosts)]) {
      expect(await httpRequest.start(call)).toEqual({
        kind: "failed",
        code: "BLOCKED_ADDRESS",
        message: expect.stringContaining("address of the cloud itself"),
      });
    }
  });

  it("an inner host only where the rules say so of it, and no other host where they name some", async () => {
    outside.answer("/told", reply(200, {}));
    const { hostname: host, port } = new URL(outside.url);
    const url = `${outside.url}/told`;
    const start = async (hosts: Hosts) => httpRequest.start(callFor(url, hosts));
    const blocked = { kind: "failed", code: "BLOCKED_ADDRESS" };
    expect(await start([{ host, isInner: false }])).toMatchObject(blocked);
    expect(await start([{ host: `${host}:1`, isInner: true }])).toMatchObject(blocked);
    expect(await start([{ host: "example.com", isInner: true }])).toMatchObject(blocked);
    expect(outside.calls("/told")).toEqual([]);
    expect(await start([{ host: `${host}:${port}`, isInner: true }])).toMatchObject({
      kind: "succeeded",
    });
  });

  it.each([
    "file:///etc/passwd",
    "ftp://example.com/",
    "gopher://example.com/",
    "data:text/plain,x",
  ])("by another protocol: %s", async (url) => {
    expect(await httpRequest.start(callFor(url))).toEqual({
      kind: "failed",
      code: "BLOCKED_ADDRESS",
      message: expect.stringContaining("Protocol"),
    });
  });

  it("nor by a status address that the other side names", async () => {
    outside.answer("/inside", reply(200, { state: "succeeded" }));
    const statusUrl = `${outside.url}/inside`;
    expect(await httpRequest.poll?.(callFor("https://example.com/"), { statusUrl })).toEqual({
      kind: "failed",
      code: "BLOCKED_ADDRESS",
      message: expect.stringContaining("inner address"),
    });
    expect(outside.calls("/inside")).toEqual([]);
  });
});
