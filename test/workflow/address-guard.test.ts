import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { httpRequest } from "#functions/action/http-request.ts";
import { HttpRequestParameters } from "#shared/action/catalogue/http-request.ts";
import type { Call } from "#shared/action/driver.ts";
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

function callFor(url: string): Call {
  return {
    orderId: "ord_00000000000000000000000001_1",
    seq: 1,
    target: null,
    key: "key",
    parameters: HttpRequestParameters.parse({ url }),
    settings: {},
    mode: "run",
    startedBy: { id: "alice", name: "Alice" },
    locale: "en",
    order: { name: "Build", url: "" },
    callback: { url: "", token: "" },
    attempt: 1,
    now: "2026-03-02T08:00:00.000Z",
  };
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
    ["the metadata service of AWS", "http://169.254.169.254/latest/meta-data/"],
    ["the metadata service of AWS in IPv6", "http://[fd00:ec2::254]/latest/meta-data/"],
    ["the metadata service behind NAT64", "http://[64:ff9b::169.254.169.254]/"],
    ["the metadata service of Alibaba Cloud", "http://100.100.100.200/"],
    ["the inner network, class A", "http://10.1.2.3/"],
    ["the inner network, class B", "http://172.16.0.1/"],
    ["the inner network, class C", "http://192.168.1.1/"],
    ["a link-local address", "http://[fe80::1]/"],
  ])("%s: %s", async (_what, url) => {
    expect(await httpRequest.start(callFor(url))).toEqual({
      kind: "failed",
      code: "BLOCKED_ADDRESS",
      message: expect.stringContaining("inner address"),
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
