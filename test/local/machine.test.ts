import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { javaPids } from "#stacks/local/dynamodb-process.ts";
import { startMachine } from "#stacks/local/machine.ts";
import { until } from "./until.ts";

const program = fileURLToPath(new URL("machine-parent.ts", import.meta.url));
let dir: string;

beforeAll(() => {
  dir = realpathSync(mkdtempSync(join(tmpdir(), "machine-")));
});

afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** One product process and the lines that it has printed. */
async function boot() {
  const child = spawn(process.execPath, [program, dir], { stdio: ["ignore", "pipe", "inherit"] });
  let text = "";
  child.stdout.on("data", (chunk: Buffer) => (text += chunk.toString("utf8")));
  const lines = () => text.split("\n");
  const has = (line: string) => lines().includes(line);
  await until(() => lines().some((line) => line.startsWith("ready ")), 40_000);
  const url = (lines().find((line) => line.startsWith("ready ")) ?? "").slice("ready ".length);
  // What is printed before "ready" has happened before it.
  const [, order, version] =
    lines()
      .find((line) => line.startsWith("initialise "))
      ?.match(/^initialise (\d+) secret (\d+)$/) ?? [];
  return { child, url, has, order: Number(order), version: Number(version) };
}

async function end(child: ChildProcess, signal: NodeJS.Signals) {
  const gone = once(child, "exit");
  child.kill(signal);
  await gone;
}

describe("the embedded stack as one process", () => {
  it("goes on after kill -9 with its data and its stream, and leaves no Java behind when stopped", async () => {
    const first = await boot();
    expect((await fetch(`${first.url}/api/items`, { method: "POST", body: "one" })).status).toBe(
      201,
    );
    await until(
      () => first.has("stream one") && first.has("advance tkt_1") && first.has("reconcile"),
    );
    await end(first.child, "SIGKILL");

    const second = await boot();
    await fetch(`${second.url}/api/items`, { method: "POST", body: "two" });
    await until(() => second.has("stream two"));
    expect(second.has("stream one")).toBe(false);
    // Each start is a newer release, and the secrets are those of before.
    expect(second.order).toBeGreaterThan(first.order);
    expect([first.version, second.version]).toEqual([1, 2]);
    await expect(startMachine({ dataDir: dir })).rejects.toThrow(
      /Another Countersign \(process \d+\) is using/,
    );
    await end(second.child, "SIGTERM");
    expect(javaPids(join(dir, "dynamodb"))).toEqual([]);
  }, 90_000);

  it("says in one sentence that the port is taken, and starts nothing", async () => {
    const blocker = createServer().listen(0, "127.0.0.1");
    await once(blocker, "listening");
    const { port } = blocker.address() as AddressInfo;
    await expect(startMachine({ inMemory: true, port })).rejects.toThrow(
      /^Port \d+ on 127\.0\.0\.1 is taken/,
    );
    blocker.close();
  });
});
