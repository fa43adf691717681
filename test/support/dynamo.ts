import { startDynamo } from "#stacks/local/dynamodb.ts";

/** One DynamoDB Local for a whole run; every suite makes a table of its own in it. */
export async function setup(): Promise<() => Promise<void>> {
  const engine = await startDynamo({ heapMb: 384 });
  process.env["TEST_DYNAMODB"] = engine.endpoint;
  return engine.stop;
}
