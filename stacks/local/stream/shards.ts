import {
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  type Shard,
} from "@aws-sdk/client-dynamodb-streams";
import type { Checkpoint } from "./checkpoint.ts";

/** All shards that the stream still holds. */
export async function listShards(
  client: DynamoDBStreamsClient,
  streamArn: string,
): Promise<Shard[]> {
  const shards: Shard[] = [];
  let last: string | undefined;
  do {
    const { StreamDescription: page } = await client.send(
      new DescribeStreamCommand({ StreamArn: streamArn, ExclusiveStartShardId: last }),
    );
    shards.push(...(page?.Shards ?? []));
    last = page?.LastEvaluatedShardId;
  } while (last);
  return shards;
}

/**
 * Ids of the shards that may be read now: unfinished, and the parent finished or already trimmed.
 * Reading a child before its parent would deliver changes of one item out of order.
 */
export function readableShards(shards: Shard[], checkpoint: Pick<Checkpoint, "get">): string[] {
  const isDone = (id: string) => checkpoint.get(id).isDone === true;
  const known = new Set(shards.map((shard) => shard.ShardId));
  return shards
    .filter(({ ParentShardId: parent }) => !parent || !known.has(parent) || isDone(parent))
    .flatMap(({ ShardId: id }) => (id && !isDone(id) ? [id] : []));
}
