import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { composeMail } from "#shared/notify/compose.ts";
import type { NoticeRecord } from "#shared/notify/record.ts";
import { noticeKinds } from "#shared/notify/schema.ts";

const notice: NoticeRecord = {
  userId: "usr_1",
  noticeId: "ntc_1_ticket.returned",
  kind: "ticket.returned",
  subject: { kind: "ticket", id: "tkt_1" },
  number: "OPS-2026-000012",
  title: "A server",
  templateName: { en: "Server request", "zh-CN": "服务器申请" },
  actorName: "Bob",
  onBehalfOf: null,
  comment: null,
  outcome: null,
  at: "2026-03-10T02:00:00.000Z",
  isRead: false,
  mail: "queued",
  mailAt: null,
  claimedAt: null,
  mailTries: 0,
  messageId: null,
  mailError: null,
};
const alice = { email: "alice@demo.test", name: "Alice", locale: "en" as const };
const url = "http://127.0.0.1:3000";

describe("the mail of a notice", () => {
  it("names number and deed in its subject, in the language of its receiver", () => {
    expect(composeMail(notice, alice, url).subject).toBe("OPS-2026-000012: Bob returned it");
    const chinese = composeMail(notice, { ...alice, locale: "zh-CN" }, url);
    expect(chinese.subject).toBe("OPS-2026-000012:Bob 已退回");
    expect(chinese.text).toContain("打开工单: http://127.0.0.1:3000/tickets/tkt_1");
  });

  it("says something for every kind of notice in both languages", () => {
    for (const kind of noticeKinds) {
      for (const locale of ["en", "zh-CN"] as const) {
        const { subject } = composeMail({ ...notice, kind }, { ...alice, locale }, url);
        expect(subject.length).toBeGreaterThan("OPS-2026-000012:".length + 2);
      }
    }
  });

  it("has one link, to the ticket's page, and names whom the receiver stands in for", () => {
    const { html, text } = composeMail({ ...notice, onBehalfOf: "Carol" }, alice, url);
    expect(html.match(/href="[^"]*"/g)).toEqual([`href="${url}/tickets/tkt_1"`]);
    expect(text).toContain("Carol");
  });

  it("never carries what people typed as markup, nor as a second header line", () => {
    const nasty = fc.oneof(
      fc.string({ maxLength: 60 }),
      fc.constantFrom(
        "<script>alert(1)</script>",
        'Bob\r\nBcc: all@demo.test\r\n\r\n<img src=x onerror="x">',
        "a\u2028b\u202egpj.exe\u0000",
        "\" onmouseover='x' <a href=javascript:1>",
      ),
    );
    fc.assert(
      fc.property(nasty, nasty, nasty, nasty, (title, comment, actorName, onBehalfOf) => {
        const hostile = { ...notice, title, comment, actorName, onBehalfOf };
        const { subject, html } = composeMail(hostile, { ...alice, name: title }, url);
        expect(subject).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e]/u);
        expect(subject.length).toBeLessThanOrEqual(400);
        const tags = new Set(html.match(/<[^>]*>/g));
        const known = ["<!doctype html>", '<meta charset="utf-8">', "<p>", "</p>", "<br>", "</a>"];
        const unknown = [...tags].filter((tag) => !known.includes(tag));
        expect(unknown).toEqual([`<a href="${url}/tickets/tkt_1">`]);
        expect(html.match(/</g)?.length).toBe(html.match(/<[^<>]*>/g)?.length);
      }),
    );
  });
});
