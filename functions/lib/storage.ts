import { createHash } from "node:crypto";
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { useStorage, type Content, type Storage } from "#shared/attachment/storage.ts";
import { files, publicFiles } from "./clients.ts";
import { env } from "./env.ts";

/** Enough to tell what a file is. Bytes. */
const headBytes = 1024;

function at(key: string): { Bucket: string; Key: string } {
  return { Bucket: env().bucketName, Key: key };
}

function isStatus(error: unknown, status: number): boolean {
  return error instanceof S3ServiceException && error.$metadata.httpStatusCode === status;
}

async function* chunksOf(body: unknown): AsyncGenerator<Uint8Array> {
  // In Node the body of a GetObject is a readable stream of buffers.
  yield* body as AsyncIterable<Uint8Array>;
}

async function contentOf(body: unknown): Promise<Content> {
  const hash = createHash("sha256");
  const head: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunksOf(body)) {
    if (size < headBytes) head.push(chunk.subarray(0, headBytes - size));
    size += chunk.length;
    hash.update(chunk);
  }
  return { size, sha256: hash.digest("hex"), head: new Uint8Array(Buffer.concat(head)) };
}

async function inspect(key: string): Promise<Content | undefined> {
  try {
    const { Body } = await files().send(new GetObjectCommand(at(key)));
    return await contentOf(Body);
  } catch (error) {
    if (isStatus(error, 404)) return undefined;
    throw error;
  }
}

async function exists(key: string): Promise<boolean> {
  try {
    await files().send(new HeadObjectCommand(at(key)));
    return true;
  } catch (error) {
    if (isStatus(error, 404)) return false;
    throw error;
  }
}

async function copy(from: string, to: string): Promise<boolean> {
  const CopySource = `${env().bucketName}/${from}`;
  try {
    await files().send(new CopyObjectCommand({ ...at(to), CopySource }));
    return true;
  } catch (error) {
    if (isStatus(error, 404)) return false;
    throw error;
  }
}

async function remove(key: string): Promise<void> {
  await files().send(new DeleteObjectCommand(at(key)));
}

async function writeText(key: string, text: string): Promise<void> {
  const ContentType = "text/plain; charset=utf-8";
  await files().send(new PutObjectCommand({ ...at(key), Body: text, ContentType }));
}

async function readText(key: string): Promise<string | undefined> {
  try {
    const { Body } = await files().send(new GetObjectCommand(at(key)));
    return await Body?.transformToString("utf8");
  } catch (error) {
    if (isStatus(error, 404)) return undefined;
    throw error;
  }
}

const signPut: Storage["signPut"] = async (key, { type, size }, seconds) => {
  const command = new PutObjectCommand({ ...at(key), ContentType: type, ContentLength: size });
  const url = await getSignedUrl(publicFiles(), command, {
    expiresIn: seconds,
    signableHeaders: new Set(["host", "content-type", "content-length"]),
  });
  // The browser sets the length by itself and lets nobody else do it.
  return { url, headers: { "content-type": type } };
};

/** RFC 6266: the name in plain letters for old clients, and as it is (RFC 5987) for all others. */
export function dispositionOf(name: string): string {
  const plain = name.replaceAll(/[^\w .()-]/g, "_");
  const encoded = encodeURIComponent(name.toWellFormed()).replaceAll(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}

const signGet: Storage["signGet"] = (key, { type, name }, seconds) => {
  const command = new GetObjectCommand({
    ...at(key),
    ResponseContentType: type,
    ResponseContentDisposition: dispositionOf(name),
    ResponseCacheControl: "private, no-store",
  });
  return getSignedUrl(publicFiles(), command, { expiresIn: seconds });
};

/** Files in S3. */
export const fileStorage: Storage = {
  signPut,
  signGet,
  inspect,
  exists,
  copy,
  remove,
  writeText,
  readText,
};

/** Lets the verbs store files there. For every function that calls the attachment verbs. */
export function connectStorage(): void {
  useStorage(fileStorage);
}
