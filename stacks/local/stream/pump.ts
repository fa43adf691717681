import {
  DynamoDBStreamsClient,
  ExpiredIteratorException,
  GetRecordsCommand,
  GetShardIteratorCommand,
  TrimmedDataAccessException,
} from "@aws-sdk/client-dynamodb-streams";
import type { LambdaHandler } from "../lambda.ts";
import { Checkpoint } from "./checkpoint.ts";
import { deliver, type DeliveryOptions } from "./delivery.ts";
import { listShards, readableShards } from "./shards.ts";
import { Wakeable } from "./wakeable.ts";

/** `checkpointPath` and `deadLetterPath` are left out for tables in memory. */
export type PumpOptions = Pick<
  DeliveryOptions,
  "attemptsMax" | "backoffMaxMs" | "deadLetterPath"
> & {
  endpoint: string;
  streamArn: string;
  handler: LambdaHandler;
  checkpointPath?: string | undefined;
  batchSize?: number;
};

/** `nudge` makes the pump look now; `stop` resolves when the batch in hand is done. */
export type StreamPump = { nudge: () => void; stop: () => Promise<void> };

const BUSY_MS = 80;
const IDLE_MS = 200;
const ERROR_MS = 1_000;
const RESCAN_MS = 60_000;

/** Feeds a table's stream to a handler as Lambda's event source does: in order, at least once, never skipping. */
export function startStreamPump(options: PumpOptions): StreamPump {
  const pump = new Pump(options);
  const finished = pump.run();
  return {
    nudge: () => pump.nudge(),
    stop: async () => {
      pump.stop();
      await finished;
    },
  };
}

class Pump {
  #isStopped = false;
  /** Kept apart: a nudge ends idle waiting, but must not shorten the back-off of a failing record. */
  readonly #idle = new Wakeable();
  readonly #backoff = new Wakeable();
  readonly #client: DynamoDBStreamsClient;
  readonly #options: PumpOptions;
  readonly #checkpoint: Checkpoint;
  readonly #reading = new Map<string, Promise<void>>();

  constructor(options: PumpOptions) {
    this.#options = options;
    this.#checkpoint = new Checkpoint(options.streamArn, options.checkpointPath);
    this.#client = new DynamoDBStreamsClient({
      endpoint: options.endpoint,
      region: "us-east-1",
      credentials: { accessKeyId: "local", secretAccessKey: "local" },
    });
  }

  nudge(): void {
    this.#idle.wake();
  }

  stop(): void {
    this.#isStopped = true;
    this.#idle.wake();
    this.#backoff.wake();
  }

  /** Keeps one reader per readable shard; looks for new ones when a shard ends and once a minute. */
  async run(): Promise<void> {
    while (!this.#isStopped) {
      try {
        await this.#startReaders();
        await Promise.race([...this.#reading.values(), this.#pause(RESCAN_MS)]);
      } catch (error) {
        await this.#reportAndPause(error);
      }
    }
    await Promise.all(this.#reading.values());
    this.#client.destroy();
  }

  async #startReaders(): Promise<void> {
    const shards = await listShards(this.#client, this.#options.streamArn);
    this.#checkpoint.keepOnly(new Set(shards.flatMap(({ ShardId: id }) => (id ? [id] : []))));
    for (const id of readableShards(shards, this.#checkpoint)) {
      if (this.#reading.has(id)) continue;
      const reader = this.#readShard(id).finally(() => this.#reading.delete(id));
      this.#reading.set(id, reader);
    }
  }

  /** Reads one shard until it is closed and empty, or the pump stops. Every error is retried from the checkpoint. */
  async #readShard(shardId: string): Promise<void> {
    let iterator: string | undefined;
    while (!this.#isStopped) {
      try {
        iterator ??= await this.#iteratorFor(shardId);
        const { count, next } = await this.#readOnce(shardId, iterator);
        iterator = next;
        if (!next && !this.#isStopped) return this.#markDone(shardId);
        await this.#pause(count > 0 ? BUSY_MS : IDLE_MS, this.#idle);
      } catch (error) {
        iterator = undefined;
        if (error instanceof ExpiredIteratorException) continue;
        if (error instanceof TrimmedDataAccessException) this.#restartAtHorizon(shardId);
        await this.#reportAndPause(error);
      }
    }
  }

  async #readOnce(shardId: string, iterator: string) {
    const { Records: records = [], NextShardIterator: next } = await this.#client.send(
      new GetRecordsCommand({ ShardIterator: iterator, Limit: this.#options.batchSize ?? 100 }),
    );
    const { streamArn, handler, attemptsMax, backoffMaxMs, deadLetterPath } = this.#options;
    const pause = (ms: number) => this.#pause(ms);
    await deliver(
      records,
      { streamArn, handler, attemptsMax, backoffMaxMs, deadLetterPath, pause },
      (sequence) => this.#checkpoint.set(shardId, { sequence }),
      () => this.#isStopped,
    );
    return { count: records.length, next };
  }

  async #iteratorFor(shardId: string): Promise<string> {
    const { sequence } = this.#checkpoint.get(shardId);
    const from = sequence
      ? { ShardIteratorType: "AFTER_SEQUENCE_NUMBER" as const, SequenceNumber: sequence }
      : { ShardIteratorType: "TRIM_HORIZON" as const };
    const { ShardIterator } = await this.#client.send(
      new GetShardIteratorCommand({
        StreamArn: this.#options.streamArn,
        ShardId: shardId,
        ...from,
      }),
    );
    if (!ShardIterator) throw new Error(`No iterator for shard ${shardId}.`);
    return ShardIterator;
  }

  #markDone(shardId: string): void {
    this.#checkpoint.set(shardId, { ...this.#checkpoint.get(shardId), isDone: true });
  }

  /** The stream keeps a day; after a longer stop the reconciler finds what the lost records would have told. */
  #restartAtHorizon(shardId: string): void {
    console.error(
      `stream: ${shardId} was trimmed past the checkpoint, going on at its oldest record`,
    );
    this.#checkpoint.set(shardId, {});
  }

  async #reportAndPause(error: unknown): Promise<void> {
    if (this.#isStopped) return;
    console.error("stream: reading failed, trying again", error);
    await this.#pause(ERROR_MS);
  }

  #pause(ms: number, kind = this.#backoff): Promise<void> {
    return this.#isStopped ? Promise.resolve() : kind.pause(ms);
  }
}
