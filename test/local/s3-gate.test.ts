import {
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freePort } from "#stacks/local/free-port.ts";
import { startHttp, type HttpServer } from "#stacks/local/http/server.ts";
import { UPLOAD_MAX_BYTES } from "#stacks/local/s3/gate.ts";
import { startS3, type S3Server } from "#stacks/local/s3/server.ts";

const credentials = { accessKeyId: "local", secretAccessKey: "local" };
const Bucket = "files";
const Key = "tickets/tkt_1/报价 (1)+a.pdf";
let nowMs = Date.now();
let s3: S3Server;
let http: HttpServer;
let signer: S3Client;
let origin: string;

beforeAll(async () => {
  s3 = await startS3(Bucket);
  const port = await freePort();
  origin = `http://127.0.0.1:${port}`;
  const gate = { endpoint: s3.endpoint, credentials, now: () => nowMs };
  http = await startHttp({ host: "127.0.0.1", port, api: () => ({ statusCode: 200 }), s3: gate });
  signer = client(credentials.secretAccessKey);
});

afterAll(async () => {
  await http.stop();
  await s3.stop();
});

function client(secretAccessKey: string) {
  return new S3Client({
    endpoint: `${origin}/_s3`,
    region: "us-east-1",
    forcePathStyle: true,
    credentials: { accessKeyId: "local", secretAccessKey },
    requestChecksumCalculation: "WHEN_REQUIRED",
  });
}

const putUrl = (by = signer) =>
  getSignedUrl(by, new PutObjectCommand({ Bucket, Key, ContentType: "application/pdf" }), {
    expiresIn: 300,
  });
const getUrl = (by = signer) =>
  getSignedUrl(
    by,
    new GetObjectCommand({
      Bucket,
      Key,
      ResponseContentDisposition: "attachment; filename*=UTF-8''a%2B.pdf",
      ResponseContentType: "application/octet-stream",
    }),
    { expiresIn: 300 },
  );

const upload = (url: string, body: BodyInit = "%PDF-1.7") =>
  fetch(url, { method: "PUT", body, headers: { "content-type": "application/pdf" } });

describe("presigned files on the product's own origin", () => {
  it("a good signature uploads and downloads, with the disposition and type that were signed", async () => {
    expect((await upload(await putUrl())).status).toBe(200);
    const answer = await fetch(await getUrl());
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe("%PDF-1.7");
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "content-disposition": "attachment; filename*=UTF-8''a%2B.pdf",
      "content-type": "application/octet-stream",
      "x-content-type-options": "nosniff",
      "content-security-policy": "sandbox",
    });
  });

  it("the object is really in S3, with its type", async () => {
    await upload(await putUrl());
    const direct = new S3Client({
      endpoint: s3.endpoint,
      region: "us-east-1",
      forcePathStyle: true,
      credentials,
    });
    const head = await direct.send(new HeadObjectCommand({ Bucket, Key }));
    expect(head).toMatchObject({ ContentType: "application/pdf", ContentLength: 8 });
  });

  it("refuses every URL that was not signed so: other key, other path, other query, other method, none", async () => {
    const get = await getUrl();
    const refused = [
      fetch(await getUrl(client("other"))),
      fetch(get.replace("tkt_1", "tkt_2")),
      fetch(get.replace("attachment", "inline")),
      fetch(get.replace(/X-Amz-Expires=300/, "X-Amz-Expires=30000")),
      fetch(get, { method: "PUT", body: "x" }),
      fetch(get.replace(/&?X-Amz-Signature=[0-9a-f]+/, "")),
      fetch(get.split("?")[0] ?? ""),
    ];
    const statuses = (await Promise.all(refused)).map(({ status }) => status);
    expect(statuses).toEqual(refused.map(() => 403));
  });

  it("refuses a URL after its expiry and long before its date", async () => {
    const url = await getUrl();
    nowMs = Date.now() + 301_000;
    expect((await fetch(url)).status).toBe(403);
    nowMs = Date.now() - 3_600_000;
    expect((await fetch(url)).status).toBe(403);
    nowMs = Date.now();
    expect((await fetch(url)).status).toBe(200);
  });

  it("refuses a signed length that the upload does not have", async () => {
    const command = new PutObjectCommand({ Bucket, Key, ContentLength: 3 });
    const url = await getSignedUrl(signer, command, { expiresIn: 300 });
    expect((await fetch(url, { method: "PUT", body: "four" })).status).toBe(403);
    expect((await fetch(url, { method: "PUT", body: "abc" })).status).toBe(200);
  });

  it("takes 25 MB and refuses one byte more", async () => {
    const url = await putUrl();
    const largest = Buffer.alloc(UPLOAD_MAX_BYTES, "0123456789abcdef-");
    expect((await upload(url, largest)).status).toBe(200);
    const stored = await fetch(await getUrl());
    expect(largest.equals(Buffer.from(await stored.arrayBuffer()))).toBe(true);
    const direct = new S3Client({
      endpoint: s3.endpoint,
      region: "us-east-1",
      forcePathStyle: true,
      credentials,
    });
    const head = await direct.send(new HeadObjectCommand({ Bucket, Key }));
    expect(head.ContentType).toBe("application/pdf");
    const tooLarge = await upload(url, Buffer.alloc(UPLOAD_MAX_BYTES + 1));
    expect(await tooLarge.text()).toContain("EntityTooLarge");
  });

  it("answers as S3 does when the object is missing", async () => {
    const url = await getSignedUrl(signer, new GetObjectCommand({ Bucket, Key: "nope" }), {
      expiresIn: 300,
    });
    expect((await fetch(url)).status).toBe(404);
  });
});
