import { setTimeout as sleep } from "node:timers/promises";
import {
  BatchWriteItemCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  type TransactWriteItem,
  type WriteRequest,
} from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { actorId, type Ctx } from "#shared/core/ctx.ts";
import { AppError, type ErrorCode } from "#shared/core/error.ts";
import { dynamo, tableName } from "./client.ts";
import { rememberWrite } from "./idempotency.ts";

/** Parameters as ElectroDB's `.params()` gives them: plain values, expressions already made. */
type Params = Record<string, unknown>;

/** One write of a commit. `taken` is what the caller is told when its condition does not hold. */
export type Write = {
  kind: "Put" | "Update" | "Delete" | "ConditionCheck";
  params: Params;
  taken: ErrorCode;
};

export function put(params: Params, taken: ErrorCode = "CONFLICT"): Write {
  return { kind: "Put", params, taken };
}
export function update(params: Params, taken: ErrorCode = "CONFLICT"): Write {
  return { kind: "Update", params, taken };
}
export function remove(params: Params, taken: ErrorCode = "CONFLICT"): Write {
  return { kind: "Delete", params, taken };
}

export type Commit = {
  /**
   * The rows that tell what happened, by whom and when: no write without one. `look`: the platform looked how far
   * an operation is, which is nobody's deed.
   */
  audit: [Write, ...Write[]] | "look";
  writes: Write[];
  /** The record that a repeated request is answered with. */
  ref: string;
};

const plain = { removeUndefinedValues: true } as const;

function toTransactItem(write: Write): TransactWriteItem {
  const {
    Item,
    Key,
    ExpressionAttributeValues,
    ReturnConsumedCapacity: _,
    ReturnValues: __,
    ...rest
  } = write.params;
  const item = {
    ...rest,
    ...(Item === undefined ? {} : { Item: marshall(Item, plain) }),
    ...(Key === undefined ? {} : { Key: marshall(Key, plain) }),
    ...(ExpressionAttributeValues === undefined
      ? {}
      : { ExpressionAttributeValues: marshall(ExpressionAttributeValues, plain) }),
  };
  return { [write.kind]: item };
}

/**
 * The only writer of the domain: everything of one command in one transaction, or nothing.
 * Errors: the `taken` code of the first write whose condition failed, CONFLICT when another transaction
 * was in the way, TOO_MANY when the command asks more people at once than one transaction holds.
 */
export async function commit(ctx: Ctx, { audit, writes, ref }: Commit): Promise<void> {
  const remembered: Write[] = rememberWrite(ctx, ref).map((params) =>
    put(params, "IDEMPOTENCY_KEY_REUSED"),
  );
  // The retry key is first: a repeated request is told so even when its other conditions fail too.
  const told = audit === "look" ? [] : audit;
  await transact([...remembered, ...writes, ...told], actorId(ctx));
}

/** DynamoDB's own limit of a batch. */
const mostPerBatch = 25;
const batchAttempts = 6;

/**
 * Writes rows that nobody can see yet, because the record they belong to is not there: those of a new record that
 * is too large for one transaction. Its commit follows, and makes them visible.
 */
export async function stage(puts: Params[]): Promise<void> {
  for (let from = 0; from < puts.length; from += mostPerBatch) {
    await putBatch(puts.slice(from, from + mostPerBatch));
  }
}

async function putBatch(puts: Params[]): Promise<void> {
  const table = tableName();
  let left: WriteRequest[] = puts.map(({ Item }) => ({
    PutRequest: { Item: marshall(Item, plain) },
  }));
  for (let attempt = 0; left.length > 0 && attempt < batchAttempts; attempt += 1) {
    if (attempt > 0) await sleep(2 ** attempt * 20);
    const command = new BatchWriteItemCommand({ RequestItems: { [table]: left } });
    left = (await dynamo.send(command)).UnprocessedItems?.[table] ?? [];
  }
  if (left.length > 0) throw new Error("The table left rows unwritten.");
}

/** DynamoDB's own limit. */
const mostWrites = 100;

async function transact(writes: Write[], actor: string): Promise<void> {
  if (writes.length > mostWrites) {
    const message = `One command may change at most ${mostWrites} records.`;
    throw new AppError("TOO_MANY", message, { details: { writes: writes.length } });
  }
  try {
    await dynamo.send(new TransactWriteItemsCommand({ TransactItems: writes.map(toTransactItem) }));
  } catch (error) {
    if (error instanceof TransactionCanceledException) throw refusalOf(error, writes, actor);
    throw error;
  }
}

function refusalOf(error: TransactionCanceledException, writes: Write[], actor: string): Error {
  const reasons = error.CancellationReasons ?? [];
  const failed = reasons.findIndex((reason) => reason.Code === "ConditionalCheckFailed");
  const write = writes[failed];
  if (write !== undefined) {
    return new AppError(write.taken, "Somebody else was faster.", { details: { actor } });
  }
  if (reasons.some((reason) => reason.Code === "TransactionConflict")) {
    return new AppError("CONFLICT", "Another change is under way.");
  }
  return error;
}
