import { expect, test } from "vitest";
import { fillMessage, findMessage } from "../../../web/src/lib/i18n/render.ts";

const english = {
  list: { title: "Tickets", left_one: "{{count}} left", left_other: "{{count}} still left" },
};
const chinese = { list: { left_other: "还剩 {{count}} 个" } };

test.each([
  [english, "list.title", "en", undefined, "Tickets"],
  [english, "list.left", "en", 1, "{{count}} left"],
  [english, "list.left", "en", 0, "{{count}} still left"],
  [chinese, "list.left", "zh-CN", 1, "还剩 {{count}} 个"],
  [english, "list.none", "en", undefined, undefined],
  [english, "list", "en", undefined, undefined],
  [english, "list.title.more", "en", undefined, undefined],
  [english, "constructor.name", "en", undefined, undefined],
  [undefined, "list.title", "en", undefined, undefined],
])(
  "the text for a key is found in its plural form, and nothing else is (%#)",
  (messages, path, locale, count, text) => {
    expect(findMessage(messages, path, locale, count)).toBe(text);
  },
);

test("a value that was not given shows as its name", () => {
  expect(fillMessage("{{name}} has {{count}}", { name: "Bob {{count}}" })).toBe(
    "Bob {{count}} has {{count}}",
  );
  expect(fillMessage("{{count}} left", { count: 0 })).toBe("0 left");
});
