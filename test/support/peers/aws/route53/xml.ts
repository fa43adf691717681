import { AwsError } from "../error.ts";

/** An element that was read: its text when it has no children. */
export type Xml = { name: string; text: string; children: Xml[] };

const TOKEN = /<\?[^>]*\?>|<!--[^]*?-->|<\/([\w.-]+)\s*>|<([\w.-]+)(?:\s[^>]*?)?(\/?)>|([^<]+)/g;

/** Reads what requests are made of: elements and text. Throws MalformedInput. */
export function readXml(text: string): Xml {
  const root: Xml = { name: "", text: "", children: [] };
  const open = [root];
  for (const [, closed, opened, isEmpty, content] of text.matchAll(TOKEN)) {
    const parent = open.at(-1) ?? root;
    if (opened) {
      const element: Xml = { name: opened, text: "", children: [] };
      parent.children.push(element);
      if (!isEmpty) open.push(element);
    } else if (closed) {
      if (open.pop()?.name !== closed) throw malformed();
    } else parent.text += unescape(content ?? "");
  }
  const [element] = root.children;
  if (!element || open.length > 1) throw malformed();
  return element;
}

export function child(parent: Xml | undefined, name: string): Xml | undefined {
  return parent?.children.find((one) => one.name === name);
}

export function childText(parent: Xml | undefined, name: string): string | undefined {
  return child(parent, name)?.text.trim();
}

/** Names of the elements of lists by that of the list. */
const ITEMS: Readonly<Record<string, string>> = {
  HostedZones: "HostedZone",
  ResourceRecordSets: "ResourceRecordSet",
  ResourceRecords: "ResourceRecord",
};

/** A value as an element of this name; nothing for what is undefined. */
export function toXml(name: string, value: unknown): string {
  if (value === undefined) return "";
  if (Array.isArray(value)) {
    const items = value.map((item) => toXml(ITEMS[name] ?? "member", item));
    return `<${name}>${items.join("")}</${name}>`;
  }
  if (value instanceof Date) return toXml(name, value.toISOString());
  if (typeof value !== "object" || value === null)
    return `<${name}>${escape(String(value))}</${name}>`;
  const members = Object.entries(value).map(([member, inner]) => toXml(member, inner));
  return `<${name}>${members.join("")}</${name}>`;
}

function malformed(): AwsError {
  return new AwsError("MalformedInput", "The request is not well-formed XML.");
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
};

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function unescape(text: string): string {
  return text.replace(/&(#x?[0-9a-fA-F]+|\w+);/g, (whole, entity: string) => {
    if (!entity.startsWith("#")) return ENTITIES[entity] ?? whole;
    const isHex = entity.startsWith("#x");
    return String.fromCodePoint(Number.parseInt(entity.slice(isHex ? 2 : 1), isHex ? 16 : 10));
  });
}
