import { afterEach, describe, expect, it } from "vitest";
import { BlockedAddress } from "#shared/outbound/address.ts";
import { allowedTarget } from "#shared/outbound/rules.ts";

afterEach(() => delete process.env["HTTP_ALLOW_PRIVATE"]);

const rulesOf = (host: string, isInner = false) => ({ hosts: [{ host, isInner }] });

function may(url: string, ...entries: [host: string, isInner?: boolean][]): boolean {
  try {
    const hosts = entries.map(([host, isInner = false]) => ({ host, isInner }));
    allowedTarget(url, { hosts });
    return true;
  } catch (error) {
    if (error instanceof BlockedAddress) return false;
    throw error;
  }
}

describe("the list of hosts that may be called", () => {
  it.each([
    ["example.com", "https://example.com/x", true],
    ["example.com", "https://EXAMPLE.com./", true],
    ["Example.COM", "http://example.com:8080/", true],
    ["example.com", "https://www.example.com/", false],
    ["example.com", "https://example.com.evil.test/", false],
    ["example.com", "https://evil.test/?example.com", false],
    ["example.com", "https://example.com@evil.test/", false],
    ["example.com:8443", "https://example.com:8443/", true],
    ["example.com:8443", "https://example.com/", false],
    ["example.com:443", "https://example.com/", true],
    ["example.com:80", "http://example.com/", true],
    ["example.com:443", "http://example.com/", false],
    ["*.example.com", "https://a.b.example.com/", true],
    ["*.example.com", "https://example.com/", false],
    ["*.example.com", "https://badexample.com/", false],
    ["*.example.com:8443", "https://a.example.com:8443/", true],
    ["*.example.com:8443", "https://a.example.com/", false],
    ["xn--fiqs8s.test", "https://中国.test/", true],
    ["example.com", "{{platform.url}}/x", false],
    ["203.0.113.5", "http://203.0.113.5/", true],
    ["203.0.113.5", "http://3405803781/", true],
    ["2606:4700::1", "http://[2606:4700:0:0::1]/", true],
    ["[2606:4700::1]:8080", "http://[2606:4700::1]:8080/", true],
    ["[2606:4700::1]:8080", "http://[2606:4700::1]/", false],
    ["a..b", "http://a..b/", true],
    ["[nonsense]", "http://example.com/", false],
  ])("%s lets %s through: %s", (host, url, isLet) => {
    expect(may(url, [host])).toBe(isLet);
  });

  it("is open to every public host while it is empty, and to no inner one", () => {
    expect(may("https://anything.test/")).toBe(true);
    expect(may("https://203.0.113.5/")).toBe(true);
    expect(may("https://10.1.2.3/")).toBe(false);
  });

  it("lets inner addresses through for entries that say so, or on one machine", () => {
    for (const url of ["http://10.1.2.3/", "http://127.0.0.1:6443/", "http://[fd12::1]/"]) {
      const { hostname } = new URL(url);
      const host = hostname.replace(/^\[|\]$/g, "");
      expect([may(url, [host]), may(url, [host, true])]).toEqual([false, true]);
      expect(may(url, ["other.test", true])).toBe(false);
      process.env["HTTP_ALLOW_PRIVATE"] = "1";
      expect([may(url), may(url, [host]), may(url, ["other.test", true])]).toEqual([
        ...[true, true, false],
      ]);
      delete process.env["HTTP_ALLOW_PRIVATE"];
    }
  });

  it("says of a name whether it may turn out to be an inner one", () => {
    const rules = rulesOf("*.corp.test", true);
    expect(allowedTarget("https://k8s.corp.test:6443/", rules).mayBeInner).toBe(true);
    expect(allowedTarget("https://k8s.corp.test/", rulesOf("*.corp.test")).mayBeInner).toBe(false);
  });

  it.each([
    ...["169.254.169.254", "169.254.170.2", "100.100.100.200", "168.63.129.16", "192.0.0.192"],
    ...["2852039166", "0251.0376.0251.0376", "0xa9fea9fe", "169.254.43518"],
    ...["[fd00:ec2::254]", "[fd00:ec2::23]", "[fd20:ce::254]", "[fe80::a9fe:a9fe]"],
    ...["[::ffff:169.254.169.254]", "[::169.254.169.254]", "[::ffff:0:169.254.169.254]"],
    ...["[64:ff9b::169.254.169.254]", "[64:ff9b:1:6464:64:c800::]", "[64:ff9b:1::6464:64c8]"],
    ...["[2002:a9fe:a9fe::1]", "[2001:0:a9fe:a9fe::1]", "[2001::5601:5601]"],
  ])("never lets the cloud's own address %s through, whatever is set", (host) => {
    process.env["HTTP_ALLOW_PRIVATE"] = "1";
    const entry = host.replace(/^\[|\]$/g, "");
    expect(may(`http://${host}/`, [entry, true], [host, true])).toBe(false);
  });

  it("takes an IPv4 address behind IPv6 for what it is", () => {
    expect(may("http://[::ffff:203.0.113.5]/")).toBe(true);
    expect(may("http://[::ffff:10.1.2.3]/")).toBe(false);
    process.env["HTTP_ALLOW_PRIVATE"] = "1";
    expect(may("http://[64:ff9b::203.0.113.5]/")).toBe(true);
  });
});
