import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GetParameterCommand, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { afterAll, describe, expect, it } from "vitest";
import { openParameterStore, startSsm, type SsmServer } from "#stacks/local/ssm/server.ts";
import { clientOf } from "#test/support/peers/aws/client.ts";

const dir = mkdtempSync(join(tmpdir(), "countersign-ssm-"));
const servers: SsmServer[] = [];
let client: SSMClient;

async function open(dataDir: string): Promise<void> {
  const server = await startSsm(openParameterStore(dataDir));
  servers.push(server);
  client = new SSMClient(clientOf(server));
}

afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  rmSync(dir, { recursive: true });
});

const put = (Name: string, Value: string, Overwrite = false) =>
  client.send(new PutParameterCommand({ Name, Value, Type: "SecureString", Overwrite }));

async function get(Name: string): Promise<string | undefined> {
  const command = new GetParameterCommand({ Name, WithDecryption: true });
  return (await client.send(command)).Parameter?.Value;
}

describe("parameters on the disk", () => {
  it("are there after a kill right after the answer, sealed, and for this user only", async () => {
    const data = mkdtempSync(join(dir, "kill-"));
    const script = `
      const { openParameterStore, startSsm } = await import("#stacks/local/ssm/server.ts");
      console.log((await startSsm(openParameterStore(${JSON.stringify(data)}))).endpoint);
    `;
    const child = spawn(process.execPath, ["--input-type=module", "-e", script]);
    const [line] = (await once(child.stdout, "data")) as [Buffer];
    client = new SSMClient(clientOf({ endpoint: line.toString().trim() }));
    await put("/app/key", "first");
    await put("/app/key", "second", true);
    child.kill("SIGKILL");
    await once(child, "exit");
    await open(data);
    expect(await get("/app/key:1")).toBe("first");
    expect(await get("/app/key")).toBe("second");
    const kept = readdirSync(data).map((name) => readFileSync(join(data, name), "utf8"));
    expect(kept.join("")).not.toMatch(/first|second/);
    const modes = readdirSync(data).map((name) => statSync(join(data, name)).mode & 0o777);
    expect(modes).toEqual([0o600, 0o600]);
  });

  it("open neither with another key nor in another parameter's place", async () => {
    const data = mkdtempSync(join(dir, "moved-"));
    const path = join(data, "parameters.json");
    await open(data);
    await put("/app/one", "one");
    await put("/app/two", "two");
    const [one, two] = JSON.parse(readFileSync(path, "utf8"));
    writeFileSync(path, JSON.stringify([one, { ...two, versions: one.versions }]));
    await open(data);
    expect(await get("/app/one")).toBe("one");
    await expect(get("/app/two")).rejects.toMatchObject({ name: "InvalidKeyId" });
    rmSync(join(data, "ssm-key"));
    await open(data);
    await expect(get("/app/one")).rejects.toMatchObject({ name: "InvalidKeyId" });
  });

  it("stop the start when they can't be read, rather than be overwritten", () => {
    const data = mkdtempSync(join(dir, "broken-"));
    writeFileSync(join(data, "parameters.json"), "[{");
    expect(() => openParameterStore(data)).toThrow(/can't be read/);
  });
});
