import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { tableDefinition } from "#shared/table/definition.ts";
import { startDynamo, type Dynamo } from "#stacks/local/dynamodb.ts";
import { startStreamPump, type PumpOptions, type StreamPump } from "#stacks/local/stream/pump.ts";
import { readableShards } from "#stacks/local/stream/shards.ts";
import { ensureTable } from "#stacks/local/table.ts";
import { until } from "./until.ts";

let dynamo: Dynamo;
let client: DynamoDBClient;
let streamArn: string;
let table: string;
let dir: string;
let pump: StreamPump | undefined;
let serial = 0;

beforeAll(async () => {
  dynamo = await startDynamo();
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  client = new DynamoDBClient({ endpoint: dynamo.endpoint, region: "us-east-1", credentials });
}, 60_000);

afterAll(() => dynamo.stop());

beforeEach(async () => {
  table = `stream-${(serial += 1)}`;
  streamArn = await ensureTable(client, table, tableDefinition);
  dir = mkdtempSync(join(tmpdir(), "pump-"));
  vi.spyOn(console, "error").mockImplementation(() => undefined);
});

afterEach(async () => {
  await pump?.stop();
  vi.restoreAllMocks();
  rmSync(dir, { recursive: true });
});

async function put(from: number, to: number) {
  for (let n = from; n < to; n += 1) {
    const item = {
      pk: { S: "ticket" },
      sk: { S: "state" },
      n: { N: String(n) },
      raw: { B: Buffer.from([n]) },
    };
    await client.send(new PutItemCommand({ TableName: table, Item: item }));
  }
}

function start(handler: (event: DynamoDBStreamEvent) => unknown, more: Partial<PumpOptions> = {}) {
  pump = startStreamPump({
    endpoint: dynamo.endpoint,
    streamArn,
    handler,
    checkpointPath: join(dir, "checkpoint.json"),
    deadLetterPath: join(dir, "dead.jsonl"),
    backoffMaxMs: 60,
    batchSize: 7,
    ...more,
  });
  return pump;
}

const numberOf = (record: DynamoDBRecord) => Number(record.dynamodb?.NewImage?.n?.N);
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

function failing(records: DynamoDBRecord[], isBad: (n: number) => boolean): DynamoDBBatchResponse {
  const bad = records.filter((record) => isBad(numberOf(record)));
  return {
    batchItemFailures: bad.map((record) => ({
      itemIdentifier: record.dynamodb?.SequenceNumber ?? "",
    })),
  };
}

describe("the stream pump against DynamoDB Local", () => {
  it("delivers every change once and in order, also those made while it was stopped", async () => {
    const seen: number[] = [];
    const handler = ({ Records }: DynamoDBStreamEvent) => void seen.push(...Records.map(numberOf));
    await put(0, 20);
    start(handler);
    await until(() => seen.length >= 12);
    await pump?.stop();
    await put(20, 40);
    start(handler);
    await until(() => seen.length >= 40);
    expect(seen).toEqual(range(0, 40));
  });

  it("hands over records as Lambda gets them: both images, keys, binary as base64", async () => {
    const records: DynamoDBRecord[] = [];
    await put(1, 3);
    start(({ Records }) => void records.push(...Records));
    await until(() => records.length === 2);
    expect(records[1]).toMatchObject({
      eventName: "MODIFY",
      eventSource: "aws:dynamodb",
      eventSourceARN: streamArn,
      dynamodb: {
        Keys: { pk: { S: "ticket" }, sk: { S: "state" } },
        OldImage: { n: { N: "1" }, raw: { B: "AQ==" } },
        NewImage: { n: { N: "2" }, raw: { B: "Ag==" } },
        StreamViewType: "NEW_AND_OLD_IMAGES",
      },
    });
    expect(typeof records[1]?.dynamodb?.ApproximateCreationDateTime).toBe("number");
  });

  it("tries a reported failure again from that record on, without skipping or repeating what went before", async () => {
    const seen: number[] = [];
    let failuresLeft = 3;
    await put(0, 10);
    start(({ Records }) => {
      const response = failing(Records, (n) => n === 4 && failuresLeft > 0);
      const until4 = response.batchItemFailures.length > 0;
      if (until4) failuresLeft -= 1;
      seen.push(...Records.map(numberOf).filter((n) => !until4 || n < 4));
      return response;
    });
    await until(() => seen.length >= 10);
    expect(seen).toEqual(range(0, 10));
    expect(failuresLeft).toBe(0);
  });

  it("writes a record that always fails to the dead letters, and only that one", async () => {
    const seen: number[] = [];
    await put(0, 10);
    start(
      ({ Records }) => {
        if (Records.some((record) => numberOf(record) === 5)) throw new Error("poison");
        seen.push(...Records.map(numberOf));
      },
      { attemptsMax: 4 },
    );
    await until(() => seen.length >= 9);
    expect(seen).toEqual(range(0, 10).filter((n) => n !== 5));
    const lines = readFileSync(join(dir, "dead.jsonl"), "utf8").trim().split("\n");
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({
      error: "Error: poison",
      record: { dynamodb: {} },
    });
  });

  it("delivers again what was not checkpointed when the process died", async () => {
    const seen: number[] = [];
    await put(0, 3);
    const hung = Promise.withResolvers<DynamoDBBatchResponse>();
    const handler = vi.fn(() => hung.promise);
    const dead = start(handler);
    await until(() => handler.mock.calls.length === 1);
    start(({ Records }) => void seen.push(...Records.map(numberOf)));
    await until(() => seen.length >= 3);
    expect(seen).toEqual([0, 1, 2]);
    hung.resolve({ batchItemFailures: [] });
    await dead.stop();
  });

  it("reacts to a nudge at once", async () => {
    let deliveredMs = 0;
    start(() => void (deliveredMs = Date.now()));
    await new Promise((resolve) => setTimeout(resolve, 300));
    await put(0, 1);
    const nudgedMs = Date.now();
    pump?.nudge();
    await until(() => deliveredMs > 0);
    expect(deliveredMs - nudgedMs).toBeLessThan(150);
  });
});

describe("which shards may be read", () => {
  const shards = [
    { ShardId: "a" },
    { ShardId: "b", ParentShardId: "a" },
    { ShardId: "c", ParentShardId: "gone" },
  ];
  const after = (...done: string[]) => ({ get: (id: string) => ({ isDone: done.includes(id) }) });

  it("a child waits for its parent; a trimmed parent holds nobody up; a finished one is not read again", () => {
    expect(readableShards(shards, after())).toEqual(["a", "c"]);
    expect(readableShards(shards, after("a", "c"))).toEqual(["b"]);
  });
});
