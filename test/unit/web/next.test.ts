import { expect, test } from "vitest";
import { loginPath, safeNext } from "../../../web/src/lib/state/next.ts";

test.each([
  ["/tickets/tkt_1?tab=form", "/tickets/tkt_1?tab=form"],
  ["https://evil.example", "/inbox"],
  ["//evil.example", "/inbox"],
  ["/\\evil.example", "/inbox"],
  ["javascript:alert(1)", "/inbox"],
  ["/login?next=/login", "/inbox"],
  ["", "/inbox"],
  [null, "/inbox"],
])("after sign-in %j leads to a page of this site only", (next, expected) => {
  expect(safeNext(next)).toBe(expected);
});

test("a page that asked for sign-in is found again after it", () => {
  const path = loginPath(new URL("http://x/tickets/tkt_1?a=b"));
  expect(safeNext(new URL(path, "http://x").searchParams.get("next"))).toBe("/tickets/tkt_1?a=b");
});
