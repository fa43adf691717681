import { api } from "#lib/api/client.ts";
import { ApiError } from "#lib/api/error.ts";
import type { AttachmentView } from "#shared/ticket/schema.ts";
import { safeName, typeOf } from "./file-rules.ts";

/** Hex SHA-256 of a file. Needs a page served over https or from this machine. */
export async function sha256(file: Blob): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

type Target = { url: string; headers: Record<string, string> };
type Progress = (share: number) => void;

// The browser sets these itself and refuses to be told.
const forbidden = /^(host|content-length|connection|origin)$/i;

/** Puts the bytes at a presigned address. XHR, because fetch tells no upload progress. */
function put(file: File, target: Target, progress: Progress, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("PUT", target.url);
    for (const [name, value] of Object.entries(target.headers))
      if (!forbidden.test(name)) request.setRequestHeader(name, value);
    request.upload.addEventListener("progress", ({ loaded, total }) =>
      progress(total > 0 ? loaded / total : 0),
    );
    request.addEventListener("load", () =>
      request.status < 300
        ? resolve()
        : reject(new ApiError({ code: "UPLOAD_MISMATCH", status: request.status })),
    );
    request.addEventListener("error", () => reject(new ApiError({ code: "OFFLINE", status: 0 })));
    request.addEventListener("abort", () => reject(new DOMException("aborted", "AbortError")));
    signal.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}

/** Announces, sends and confirms one file. `progress` gets 0 to 1. Throws ApiError or AbortError. */
export async function upload(
  ticketId: string,
  file: File,
  progress: Progress,
  signal: AbortSignal,
): Promise<AttachmentView> {
  const type = typeOf(file);
  if (type === undefined) throw new ApiError({ code: "UNSUPPORTED_MEDIA_TYPE", status: 0 });
  const body = { name: safeName(file.name), size: file.size, type, sha256: await sha256(file) };
  const announced = await api.addAttachment({ params: { id: ticketId }, body }, { signal });
  if (announced.attachment.state === "stored") return announced.attachment;
  await put(file, announced.upload, progress, signal);
  const params = { id: ticketId, attachmentId: announced.attachment.id };
  return api.completeAttachment({ params }, { signal });
}
