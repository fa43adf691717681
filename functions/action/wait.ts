import * as z from "zod";
import { after, secondMs } from "#shared/core/clock.ts";
import type { Call, Driver, Operation, Outcome } from "#shared/action/driver.ts";

const Parameters = z.object({ seconds: z.number() });
const longestLookSeconds = 86_400;

function secondsLeft(until: unknown, now: string): number {
  return Math.ceil((Date.parse(String(until)) - Date.parse(now)) / secondMs);
}

function sleepOn(until: string, now: string): Outcome {
  const left = secondsLeft(until, now);
  if (left <= 0) return { kind: "succeeded" };
  const lookAfterSeconds = Math.min(left, longestLookSeconds);
  return { kind: "started", operation: { until }, progress: until, lookAfterSeconds };
}

async function start({ parameters, now }: Call): Promise<Outcome> {
  return sleepOn(after(now, Parameters.parse(parameters).seconds * secondMs), now);
}

async function poll({ now }: Call, { until }: Operation): Promise<Outcome> {
  return sleepOn(String(until), now);
}

async function cancel(): Promise<Outcome> {
  return { kind: "cancelled" };
}

async function rehearse({ parameters }: Call): Promise<Outcome> {
  return { kind: "succeeded", text: `Waits ${Parameters.parse(parameters).seconds} s.` };
}

export const wait: Driver = { start, poll, cancel, rehearse };
