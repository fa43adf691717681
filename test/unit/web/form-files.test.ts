import { expect, test } from "vitest";
import { AddAttachmentInput, largestFileBytes } from "#shared/attachment/schema.ts";
import { faultOfFile, safeName, typeOf } from "../../../web/src/lib/components/form/file-rules.ts";

test.each([
  ["photo.HEIC", "", "image/heic"],
  ["list.csv", "application/vnd.ms-excel", "text/csv"],
  ["server.log", "", "text/plain"],
  ["scan", "application/pdf", "application/pdf"],
  ["run.exe", "application/x-msdownload", undefined],
  ["page.html", "text/html", undefined],
])("%s with type %j is sent as %s", (name, type, expected) => {
  expect(typeOf({ name, type })).toBe(expected);
});

test.each([
  [0, "empty"],
  [largestFileBytes, null],
  [largestFileBytes + 1, "tooLarge"],
])("a file of %d bytes is %s", (size, fault) => {
  expect(faultOfFile({ name: "a.pdf", type: "application/pdf", size })).toBe(fault);
});

test.each(["a/b\\c.pdf", " x.pdf ", `${"长".repeat(300)}.xlsx`, "line\nbreak.txt"])(
  "the name %j becomes one that the server takes",
  (name) => {
    const safe = safeName(name);
    expect(AddAttachmentInput.shape.name.safeParse(safe).success).toBe(true);
    expect(safe.split(".").at(-1)).toBe(name.trim().split(".").at(-1));
  },
);
