import { AppError } from "#shared/core/error.ts";

type Bucket = { tokens: number; atMs: number };

const mostBuckets = 10_000;

/**
 * A token bucket per key: `perMinute` requests, all at once or spread. Coarse on purpose: it lives in one
 * process; the gateway throttles all of them together, and sign-in counts its failures in the table.
 */
export class RateLimit {
  readonly #perMinute: number;
  readonly #buckets = new Map<string, Bucket>();

  constructor(perMinute: number) {
    this.#perMinute = perMinute;
  }

  /** Throws RATE_LIMITED when the key has used up its minute. */
  take(key: string, nowMs = Date.now()): void {
    const tokens = this.#refilled(key, nowMs);
    if (tokens < 1) {
      const retryAfterSeconds = Math.ceil(((1 - tokens) * 60) / this.#perMinute);
      throw new AppError("RATE_LIMITED", "Too many requests.", { retryAfterSeconds });
    }
    this.#keep(key, { tokens: tokens - 1, atMs: nowMs });
  }

  #refilled(key: string, nowMs: number): number {
    const bucket = this.#buckets.get(key);
    if (bucket === undefined) return this.#perMinute;
    const gained = ((nowMs - bucket.atMs) / 60_000) * this.#perMinute;
    return Math.min(this.#perMinute, bucket.tokens + gained);
  }

  #keep(key: string, bucket: Bucket): void {
    this.#buckets.delete(key);
    this.#buckets.set(key, bucket);
    const [oldest] = this.#buckets.keys();
    if (this.#buckets.size > mostBuckets && oldest !== undefined) this.#buckets.delete(oldest);
  }
}
