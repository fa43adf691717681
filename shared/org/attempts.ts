import { AppError } from "#shared/core/error.ts";
import { minuteMs } from "#shared/core/clock.ts";
import { here } from "#shared/table/model.ts";
import { isRefused } from "#shared/table/refused.ts";
import { AttemptEntity } from "./entity.ts";

const windowMs = 15 * minuteMs;
const perMail = 5;
const perAddress = 20;

// Counters of a limiter, not records: they go past `commit`, and by the wall clock, which no header can set.
function windowOf(subject: string): { subject: string; window: string } {
  return { subject, window: String(Math.floor(Date.now() / windowMs)) };
}

function expiresAt(): number {
  return Math.ceil((Date.now() + 2 * windowMs) / 1000);
}

function tooMany(): AppError {
  const retryAfterSeconds = Math.ceil((windowMs - (Date.now() % windowMs)) / 1000);
  return new AppError("RATE_LIMITED", "Too many failed attempts to sign in.", {
    retryAfterSeconds,
  });
}

/** Counts an attempt on a mail address before the password is looked at, so that parallel guesses count too. */
async function reserve(email: string): Promise<void> {
  try {
    await AttemptEntity.update(windowOf(`mail:${email}`))
      .add({ failures: 1 })
      .set({ expiresAt: expiresAt() })
      .where(
        ({ failures }, { notExists, lt }) => `${notExists(failures)} OR ${lt(failures, perMail)}`,
      )
      .go(here());
  } catch (error) {
    throw isRefused(error) ? tooMany() : error;
  }
}

// Not reserved: many colleagues behind one address may sign in at the same moment.
async function assertAddress(address: string): Promise<void> {
  const key = windowOf(`address:${address}`);
  const { data } = await AttemptEntity.get(key).go({ ...here(), consistent: true });
  if ((data?.failures ?? 0) >= perAddress) throw tooMany();
}

/** Throws RATE_LIMITED after 5 failures for a mail address or 20 from a network address in a quarter of an hour. */
export async function beginAttempt(email: string, address: string): Promise<void> {
  await assertAddress(address);
  await reserve(email);
}

export async function attemptFailed(address: string): Promise<void> {
  await AttemptEntity.update(windowOf(`address:${address}`))
    .add({ failures: 1 })
    .set({ expiresAt: expiresAt() })
    .go(here());
}

/** A right password makes earlier failures for this mail address forgotten. */
export async function attemptSucceeded(email: string): Promise<void> {
  await AttemptEntity.delete(windowOf(`mail:${email}`)).go(here());
}
