import { escapeHtml } from "#shared/core/html.ts";
import { inLocale } from "#shared/core/text.ts";
import type { UserRecord } from "#shared/org/record.ts";
import type { Mail } from "./mailer.ts";
import type { NoticeRecord } from "./record.ts";
import { words } from "./words.ts";

const longestSubject = 200;

// Names, titles and comments are other people's text. Control characters could add headers to a mail,
// bidirectional ones could make it read as something else.
const unsafe = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]+/gu;

/** Foreign text as one harmless line. */
export function oneLine(text: string): string {
  return text.replaceAll(unsafe, " ").trim();
}

function paragraph(text: string): string {
  return text
    .split(/\r\n|[\r\n]/)
    .map(oneLine)
    .join("\n");
}

function shorten(text: string): string {
  const characters = Array.from(text);
  if (characters.length <= longestSubject) return text;
  return `${characters.slice(0, longestSubject - 1).join("")}…`;
}

type Part = { text: string; href?: string };

function htmlOf(parts: Part[]): string {
  const paragraphs = parts.map(({ text, href }) => {
    const inner = escapeHtml(text).replaceAll("\n", "<br>");
    return href === undefined
      ? `<p>${inner}</p>`
      : `<p><a href="${escapeHtml(href)}">${inner}</a></p>`;
  });
  return `<!doctype html><meta charset="utf-8">${paragraphs.join("")}`;
}

function textOf(parts: Part[]): string {
  return parts
    .map(({ text, href }) => (href === undefined ? text : `${text}: ${href}`))
    .join("\n\n");
}

const pages = { ticket: "tickets", order: "orders", plan: "plans" } as const;

function hrefOf({ subject }: Pick<NoticeRecord, "subject">, publicUrl: string): string {
  return `${publicUrl}/${pages[subject.kind]}/${encodeURIComponent(subject.id)}`;
}

/** The mail of a notice in the receiver's language. Its link only shows what it is about. */
export function composeMail(
  notice: NoticeRecord,
  person: Pick<UserRecord, "email" | "name" | "locale">,
  publicUrl: string,
): Mail {
  const say = words[person.locale];
  const deed = say.deed(notice);
  const number =
    notice.number === "" ? inLocale(notice.templateName, person.locale) : notice.number;
  const subject = shorten(oneLine(say.subject(number, deed)));
  const { onBehalfOf, comment } = notice;
  const parts: Part[] = [
    { text: say.greeting(oneLine(person.name)) },
    { text: subject },
    { text: `${inLocale(notice.templateName, person.locale)}: ${oneLine(notice.title)}` },
    ...(comment === null ? [] : [{ text: say.comment(paragraph(comment)) }]),
    ...(onBehalfOf === null ? [] : [{ text: say.onBehalfOf(oneLine(onBehalfOf)) }]),
    { text: say.open[notice.subject.kind], href: hrefOf(notice, publicUrl) },
    { text: say.footer },
  ];
  return { to: person.email, subject, text: textOf(parts), html: htmlOf(parts) };
}
