import { describe, expect, it } from "vitest";
import { isHarmless } from "#shared/attachment/sniff.ts";
import { allowedTypes } from "#shared/attachment/schema.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const latin = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
const utf16 = (text: string) =>
  Uint8Array.from([
    0xff,
    0xfe,
    ...Array.from(text).flatMap((c) => [c.charCodeAt(0) & 0xff, c.charCodeAt(0) >> 8]),
  ]);

describe("what a file really is", () => {
  it.each([
    "<!DOCTYPE html><p>x",
    "\ufeff \n\t<html>",
    "<ScRiPt>alert(1)</script>",
    '<svg xmlns="http://www.w3.org/2000/svg" onload="x"/>',
    '<?xml version="1.0"?><svg/>',
    "<!-- a --><script>x</script>",
    "<a href=x>",
    "#!/bin/sh\nrm -rf /",
  ])("a page, picture with code or script is refused under every type: %s", (content) => {
    for (const type of allowedTypes) {
      expect(isHarmless(type, bytes(content))).toBe(false);
      expect(isHarmless(type, utf16(content))).toBe(false);
    }
  });

  it.each([
    ["application/pdf", "%PDF-1.7\n"],
    ["application/zip", "PK\u0003\u0004"],
    ["image/png", "\u0089PNG\r\n\u001a\n"],
    ["image/jpeg", "\u00ff\u00d8\u00ff\u00e0"],
    ["image/webp", "RIFF\u0001\u0001\u0001\u0001WEBPVP8 "],
    ["image/heic", "\u0000\u0000\u0000\u0018ftypheic"],
  ])("%s passes with its own beginning and not with another", (type, content) => {
    expect(isHarmless(type, latin(content))).toBe(true);
    expect(isHarmless(type, bytes("just text"))).toBe(false);
    expect(isHarmless("image/jpeg", latin(content))).toBe(type === "image/jpeg");
  });

  it("text, logs with angle brackets and Chinese tables pass", () => {
    expect(isHarmless("text/plain", bytes("ERROR at <script> of a page"))).toBe(true);
    expect(isHarmless("text/plain", bytes("<2026-03-10> started"))).toBe(true);
    expect(isHarmless("text/csv", bytes("\ufeff编号,标题\r\n1,服务器"))).toBe(true);
    expect(isHarmless("application/json", bytes('{"a":1}'))).toBe(true);
  });
});
