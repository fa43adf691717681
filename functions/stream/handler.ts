import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch";
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import { startInstance } from "#functions/lib/instance.ts";
import { logger } from "#functions/lib/logger.ts";
import { brokenPlansOf } from "./broken-plans.ts";
import { countOf } from "./count.ts";
import { mailOf } from "./mail.ts";
import { notifyOf } from "./notify.ts";
import { ringOf } from "./ring.ts";
import { runEndOf } from "./run-end.ts";

startInstance();

const processor = new BatchProcessor(EventType.DynamoDBStreams);

/** What follows from one committed row. Each part is idempotent: a record may come more than once. */
async function follow(record: DynamoDBRecord): Promise<void> {
  try {
    const parts = [ringOf, notifyOf, mailOf, countOf, runEndOf, brokenPlansOf];
    await Promise.all(parts.map((part) => part(record)));
  } catch (error) {
    const { SequenceNumber, Keys } = record.dynamodb ?? {};
    logger.error("a stream record failed", { SequenceNumber, Keys, error: error as Error });
    throw error;
  }
}

/** The table's stream: every side effect of a commit starts here, after the commit. */
export function handler(event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  return processPartialResponse(event, follow, processor);
}
