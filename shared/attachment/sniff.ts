/** What a browser takes for a page when it guesses (WHATWG MIME sniffing, table of HTML patterns), plus SVG. */
const markup =
  /^(?:<!--|<\?xml|<\?php|<(?:!doctype|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p|svg|xml|meta|link|img|object|embed|form)[\s>/])/i;

const shebang = /^#!/;

function starts(head: Uint8Array, bytes: number[], at = 0): boolean {
  return bytes.every((byte, index) => head[at + index] === byte);
}

const ascii = (text: string) => Array.from(text, (character) => character.charCodeAt(0));
const zip = [...ascii("PK"), 3, 4];

type Check = (head: Uint8Array) => boolean;

/** How files of these types begin. Types without a rule are text. */
const signatures: Record<string, Check> = {
  "application/pdf": (head) => latin(head).includes("%PDF-"),
  "application/zip": (head) => starts(head, zip) || starts(head, [...ascii("PK"), 5, 6]),
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (head) => starts(head, zip),
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (head) =>
    starts(head, zip),
  "image/png": (head) => starts(head, [0x89, ...ascii("PNG"), 13, 10, 26, 10]),
  "image/jpeg": (head) => starts(head, [0xff, 0xd8, 0xff]),
  "image/webp": (head) => starts(head, ascii("RIFF")) && starts(head, ascii("WEBP"), 8),
  "image/heic": (head) => starts(head, ascii("ftyp"), 4),
};

function latin(head: Uint8Array): string {
  return new TextDecoder("latin1").decode(head);
}

/** The beginning as text, whatever Unicode form it says to have. */
function decoded(head: Uint8Array): string {
  const label = starts(head, [0xff, 0xfe])
    ? "utf-16le"
    : starts(head, [0xfe, 0xff])
      ? "utf-16be"
      : "utf-8";
  return new TextDecoder(label).decode(head);
}

/** Whether content that begins so is what it is said to be, and nothing that a browser or shell would run. */
export function isHarmless(type: string, head: Uint8Array): boolean {
  const text = decoded(head).trimStart();
  if (markup.test(text) || shebang.test(text)) return false;
  return signatures[type]?.(head) ?? true;
}
