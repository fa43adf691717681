import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startDynamo } from "#stacks/local/dynamodb.ts";
import { javaPids, spawnJava } from "#stacks/local/dynamodb-process.ts";
import { freePort } from "#stacks/local/free-port.ts";
import { until } from "./until.ts";

let dir: string;

beforeEach(() => {
  dir = realpathSync(mkdtempSync(join(tmpdir(), "dynamo-")));
});

afterEach(() => rmSync(dir, { recursive: true }));

/** This machine's addresses that others can reach. */
function ownAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .flatMap(({ address, internal, family }) => (internal || family !== "IPv4" ? [] : [address]));
}

function canConnect(host: string, endpoint: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port: Number(new URL(endpoint).port) });
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}

describe("DynamoDB Local under the product", () => {
  it("dies with its parent's kill -9, and the next start finds what was written", async () => {
    const program = fileURLToPath(new URL("dynamodb-parent.ts", import.meta.url));
    const parent = spawn(process.execPath, [program, dir], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(parent.stdout, "data");
    expect(javaPids(dir)).toHaveLength(1);
    parent.kill("SIGKILL");
    await until(() => javaPids(dir).length === 0);

    const dynamo = await startDynamo({ dataDir: dir });
    const credentials = { accessKeyId: "local", secretAccessKey: "local" };
    const client = new DynamoDBClient({
      endpoint: dynamo.endpoint,
      region: "us-east-1",
      credentials,
    });
    const { Item } = await client.send(
      new GetItemCommand({ TableName: "kept", Key: { pk: { S: "one" } } }),
    );
    expect(Item).toEqual({ pk: { S: "one" } });
    await dynamo.stop();
    expect(javaPids(dir)).toEqual([]);
  }, 60_000);

  it("takes over from a Java that outlived its watchdog: one directory never has two; and is reachable on loopback only", async () => {
    const orphan = spawnJava({ port: await freePort(), dataDir: dir, heapMb: 128 });
    await until(() => javaPids(dir).length === 1);
    const [orphanPid] = javaPids(dir);
    orphan.kill("SIGKILL");
    const dynamo = await startDynamo({ dataDir: dir });
    const pids = javaPids(dir);
    const isOpen = await Promise.all(
      ownAddresses().map((host) => canConnect(host, dynamo.endpoint)),
    );
    await dynamo.stop();
    expect(isOpen).toEqual(isOpen.map(() => false));
    expect(pids).toHaveLength(1);
    expect(pids).not.toContain(orphanPid);
  }, 60_000);
});
