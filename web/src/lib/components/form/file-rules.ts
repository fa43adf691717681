import { allowedTypes, largestFileBytes } from "#shared/attachment/schema.ts";

export type FileType = (typeof allowedTypes)[number];
export type FileFault = "empty" | "tooLarge" | "wrongType" | "badName" | "insecure";

const sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

// Browsers leave the type empty or name another one for some of these (CSV on Windows, HEIC, logs).
const byEnding: Record<string, FileType> = {
  pdf: "application/pdf",
  zip: "application/zip",
  json: "application/json",
  xlsx: sheet,
  docx: word,
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  webp: "image/webp",
  heic: "image/heic",
  txt: "text/plain",
  log: "text/plain",
  csv: "text/csv",
};

/** For `<input type="file" accept>`. */
export const accepted = [...allowedTypes, ...Object.keys(byEnding).map((end) => `.${end}`)].join();

/** The largest file in whole megabytes, for texts. */
export const largestFileMegabytes = Math.floor(largestFileBytes / 1024 / 1024);

export function typeOf(file: { name: string; type: string }): FileType | undefined {
  const ending = file.name.split(".").at(-1)?.toLowerCase() ?? "";
  return byEnding[ending] ?? allowedTypes.find((type) => type === file.type);
}

/** A name the server takes: no slashes or control characters, at most 200 characters, ending kept. */
export function safeName(name: string): string {
  // eslint-disable-next-line no-control-regex -- these are what must go
  const plain = name.replace(/[/\\\u0000-\u001f]/g, "_").trim();
  if (plain.length <= 200) return plain;
  const dot = plain.lastIndexOf(".");
  const ending = dot > 0 && plain.length - dot <= 10 ? plain.slice(dot) : "";
  return plain.slice(0, 200 - ending.length) + ending;
}

/** Why this file cannot be added, before a byte of it is sent. */
export function faultOfFile(file: { name: string; type: string; size: number }): FileFault | null {
  if (file.size === 0) return "empty";
  if (file.size > largestFileBytes) return "tooLarge";
  return typeOf(file) === undefined ? "wrongType" : null;
}
