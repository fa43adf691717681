/** What an object holds: its size in bytes, hex SHA-256 and first bytes. */
export type Content = { size: number; sha256: string; head: Uint8Array };

/** A short-lived address and the headers that must be sent with it. */
export type SignedPut = { url: string; headers: Record<string, string> };

/** Where the bytes of files are. */
export type Storage = {
  /** An address that takes one object of exactly this type and size. */
  signPut: (
    key: string,
    file: { type: string; size: number },
    seconds: number,
  ) => Promise<SignedPut>;
  /** An address that serves an object as a download under this name and type. */
  signGet: (key: string, file: { type: string; name: string }, seconds: number) => Promise<string>;
  /** Reads an object through; undefined when there is none. */
  inspect: (key: string) => Promise<Content | undefined>;
  exists: (key: string) => Promise<boolean>;
  /** False when there is no such object. */
  copy: (from: string, to: string) => Promise<boolean>;
  remove: (key: string) => Promise<void>;
  /** Whole texts of our own: logs. */
  writeText: (key: string, text: string) => Promise<void>;
  readText: (key: string) => Promise<string | undefined>;
};

let current: Storage | undefined;

/** Put in place once by the function that starts: verbs know no object store. */
export function useStorage(storage: Storage): void {
  current = storage;
}

export function storage(): Storage {
  if (current === undefined) throw new Error("no storage: call useStorage at start");
  return current;
}

/** Where a file arrives. Nobody but its uploader can write there, and only for minutes. */
export function uploadKey(attachmentId: string): string {
  return `uploads/${attachmentId}`;
}

/** Where an arrived file is put aside to be checked: the uploader cannot write there. */
export function asideKey(attachmentId: string, nonce: string): string {
  return `uploads/${attachmentId}.${nonce}`;
}

/** Where a log that is too long for the table stays. */
export function logKey(orderId: string, logId: string): string {
  return `logs/${orderId}/${logId}`;
}

/** Where a checked file stays; the same content is there once, whoever brought it. */
export function blobKey(sha256: string): string {
  return `blobs/${sha256}`;
}
