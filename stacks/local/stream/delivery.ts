import { appendFileSync } from "node:fs";
import type { _Record } from "@aws-sdk/client-dynamodb-streams";
import type { DynamoDBBatchResponse } from "aws-lambda";
import { invokeLambda, type LambdaHandler } from "../lambda.ts";
import { sequenceOf, toLambdaRecord } from "./record.ts";

/** What a delivery needs besides records. `deadLetterPath` takes one JSON line per record given up. */
export type DeliveryOptions = {
  streamArn: string;
  handler: LambdaHandler;
  deadLetterPath?: string | undefined;
  /** Failures of one record before it is given up. */
  attemptsMax?: number;
  /** Longest pause between two attempts. */
  backoffMaxMs?: number;
  pause: (ms: number) => Promise<void>;
};

/**
 * Delivers records in order until all are processed or in the dead-letter file, calling `onProgress` with the
 * sequence number up to which that holds. Ends early, without loss, when `isStopped` says so.
 */
export async function deliver(
  records: _Record[],
  options: DeliveryOptions,
  onProgress: (sequence: string) => void,
  isStopped: () => boolean,
): Promise<void> {
  let rest = records;
  let failures = 0;
  let size = rest.length;
  while (rest.length > 0 && !isStopped()) {
    const batch = rest.slice(0, size);
    const outcome = await attempt(batch, options);
    if (outcome.done > 0) {
      onProgress(sequenceAt(batch, outcome.done - 1));
      rest = rest.slice(outcome.done);
      failures = 0;
    }
    if (!outcome.error) {
      size = rest.length;
      continue;
    }
    failures += 1;
    // A handler that throws names no record: halve the batch until the culprit stands alone (as Lambda's bisect).
    size = outcome.isNamed ? rest.length : Math.max(1, Math.floor(batch.length / 2));
    const isCulpritAlone = outcome.isNamed || batch.length === 1;
    if (isCulpritAlone && failures >= (options.attemptsMax ?? 20)) {
      rest = giveUp(rest, outcome.error, options, onProgress);
      failures = 0;
      size = rest.length;
      continue;
    }
    await options.pause(backoffMs(failures, options.backoffMaxMs ?? 5_000));
  }
}

type Outcome = { done: number; error?: unknown; isNamed?: boolean };

async function attempt(batch: _Record[], options: DeliveryOptions): Promise<Outcome> {
  const Records = batch.map((record) => toLambdaRecord(record, options.streamArn));
  try {
    const result = await invokeLambda("stream", options.handler, { Records });
    return outcomeOf(batch, result as DynamoDBBatchResponse | null);
  } catch (error) {
    return { done: 0, error };
  }
}

/** As Lambda: everything from the lowest failed record on counts as failed; an unknown id fails the batch. */
function outcomeOf(batch: _Record[], result: DynamoDBBatchResponse | null): Outcome {
  const failed = (result?.batchItemFailures ?? []).map((failure) => failure.itemIdentifier);
  if (failed.length === 0) return { done: batch.length };
  const positions = failed.map((id) => batch.findIndex((record) => sequenceOf(record) === id));
  const first = Math.min(...positions);
  if (first < 0) return { done: 0, error: new Error("batchItemFailures names an unknown record") };
  return { done: first, error: new Error("the handler reported a failure"), isNamed: true };
}

function giveUp(
  rest: _Record[],
  error: unknown,
  options: DeliveryOptions,
  onProgress: (sequence: string) => void,
): _Record[] {
  const record = rest.slice(0, 1).map((first) => toLambdaRecord(first, options.streamArn));
  const line = JSON.stringify({
    at: new Date().toISOString(),
    error: String(error),
    record: record[0],
  });
  if (options.deadLetterPath) appendFileSync(options.deadLetterPath, `${line}\n`);
  console.error(`stream: gave up a record, see ${options.deadLetterPath ?? "below"}`, error);
  onProgress(sequenceAt(rest, 0));
  return rest.slice(1);
}

function sequenceAt(records: _Record[], index: number): string {
  const record = records[index];
  if (!record) throw new Error(`No record at ${index}.`);
  return sequenceOf(record);
}

function backoffMs(failures: number, maxMs: number): number {
  return Math.min(maxMs, 50 * 2 ** Math.min(failures - 1, 10));
}
