import { ApiError } from "./error.ts";

/** A key for one wish of the person. Keep it while she retries the same wish. */
export function newIntent(): string {
  return crypto.randomUUID();
}

const pauseMs = 600;

/**
 * Sends, and sends once more when no answer came. Safe for writes too: both carry the same idempotency key.
 * Throws ApiError OFFLINE when neither got through; an abort stays an abort.
 */
export async function sendTwice(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (thrown) {
    if (init.signal?.aborted) throw thrown;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  try {
    return await fetch(url, init);
  } catch (thrown) {
    if (init.signal?.aborted) throw thrown;
    throw new ApiError({ code: "OFFLINE", status: 0 });
  }
}
