/** The local S3 server takes requests up to 11 MiB; larger objects go in parts, as clients do on AWS. */
export const PART_BYTES = 8 * 1024 * 1024;

/** Stores one object through the multipart API. `headers` (type, metadata) belong to the whole object. */
export async function putInParts(
  target: string,
  body: Buffer<ArrayBuffer>,
  headers: string[][],
): Promise<Response> {
  const created = await send(`${target}?uploads`, "POST", undefined, headers);
  const [, uploadId = ""] = /<UploadId>([^<]+)<\/UploadId>/.exec(await created.text()) ?? [];
  const upload = `uploadId=${encodeURIComponent(uploadId)}`;
  const parts: string[] = [];
  for (let offset = 0; offset < body.length; offset += PART_BYTES) {
    const number = parts.length + 1;
    const chunk = body.subarray(offset, offset + PART_BYTES);
    const part = await send(`${target}?partNumber=${number}&${upload}`, "PUT", chunk);
    parts.push(
      `<Part><PartNumber>${number}</PartNumber><ETag>${part.headers.get("etag")}</ETag></Part>`,
    );
  }
  const list = `<CompleteMultipartUpload>${parts.join("")}</CompleteMultipartUpload>`;
  const completed = await send(`${target}?${upload}`, "POST", list, [
    ["content-type", "application/xml"],
  ]);
  const [, etag = ""] = /<ETag>([^<]+)<\/ETag>/.exec(await completed.text()) ?? [];
  return new Response(null, { status: 200, headers: { etag: etag.replaceAll("&quot;", '"') } });
}

async function send(
  url: string,
  method: string,
  body?: BodyInit,
  headers: string[][] = [],
): Promise<Response> {
  const answer = await fetch(url, { method, body, headers: headers as [string, string][] });
  if (!answer.ok)
    throw new Error(`S3 answered ${answer.status} to ${method}: ${await answer.text()}`);
  return answer;
}
