import { createHash } from "node:crypto";
import { ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import type * as z from "zod";
import { connectStorage } from "#functions/lib/storage.ts";
import { addAttachment, getUpload } from "#shared/attachment/add.ts";
import { completeAttachment } from "#shared/attachment/complete.ts";
import type { AddAttachmentInput } from "#shared/attachment/schema.ts";
import type { SignedPut } from "#shared/attachment/storage.ts";
import { freePort } from "#stacks/local/free-port.ts";
import { startHttp } from "#stacks/local/http/server.ts";
import { startS3 } from "#stacks/local/s3/server.ts";
import { asPerson } from "./records.ts";

export const alice = asPerson("usr_alice");
const credentials = { accessKeyId: "local", secretAccessKey: "local" };

/** An object store of the suite's own behind the product's gate, and the verbs connected to it. */
export async function ownFiles() {
  const s3 = await startS3("files");
  const port = await freePort();
  const gate = { endpoint: s3.endpoint, credentials };
  const api = () => ({ statusCode: 200 });
  const http = await startHttp({ host: "127.0.0.1", port, api, s3: gate });
  process.env["AWS_ENDPOINT_URL_S3"] = s3.endpoint;
  process.env["S3_PUBLIC_URL"] = `http://127.0.0.1:${port}/_s3`;
  connectStorage();
  const client = new S3Client({ endpoint: s3.endpoint, region: "us-east-1", credentials });
  const keys = async (Prefix: string): Promise<string[]> => {
    const { Contents = [] } = await client.send(
      new ListObjectsV2Command({ Bucket: "files", Prefix }),
    );
    return Contents.map(({ Key = "" }) => Key);
  };
  const stop = async () => {
    await http.stop();
    await s3.stop();
  };
  return { keys, stop };
}

type Input = z.infer<typeof AddAttachmentInput>;
type Bytes = Uint8Array<ArrayBuffer>;

/** What a browser says of a file before it uploads it. */
export function announce(content: Bytes, given: Partial<Input> = {}): Input {
  const sha256 = createHash("sha256").update(content).digest("hex");
  return { name: "note.txt", type: "text/plain", size: content.length, sha256, ...given };
}

export async function add(ticketId: string, input: Input, ctx = alice) {
  const attachmentId = await addAttachment(ctx, { ticketId, ...input });
  const file = { ticketId, attachmentId };
  return { file, ...(await getUpload(ctx, file)) };
}

export function upload({ url, headers }: SignedPut, content: Bytes): Promise<Response> {
  return fetch(url, { method: "PUT", body: content, headers });
}

/** Adds a file the whole way. */
export async function store(ticketId: string, content: Bytes, given: Partial<Input> = {}) {
  const { file, upload: signed } = await add(ticketId, announce(content, given));
  await upload(signed, content);
  return { file, view: await completeAttachment(alice, file) };
}
