import { expect, test } from "vitest";
import { flatten, prettyText } from "#lib/order/output.ts";

test("parameters become rows with dotted names", () => {
  const rows = flatten({
    url: "http://x.test",
    poll: { everySeconds: 2, fields: { state: "status" } },
    codes: [200, 201],
    headers: {},
    body: null,
  });
  expect(rows.map(({ name, value }) => `${name}=${value}`)).toEqual([
    "url=http://x.test",
    "poll.everySeconds=2",
    "poll.fields.state=status",
    "codes=[200,201]",
    "headers={}",
    "body=–",
  ]);
});

test("JSON is laid out, anything else stays as it came", () => {
  expect(prettyText('{"a":1}')).toBe('{\n  "a": 1\n}');
  expect(prettyText('{"a":1, "cut')).toBe('{"a":1, "cut');
  expect(prettyText("HTTP 503")).toBe("HTTP 503");
});
