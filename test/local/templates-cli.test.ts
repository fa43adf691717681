import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startMachine, type Machine } from "#stacks/local/machine.ts";
import { addPerson, password, templateSource } from "#test/support/factory.ts";

let machine: Machine;
let folder: string;

beforeAll(async () => {
  machine = await startMachine({ inMemory: true, web: false });
  folder = await mkdtemp(join(tmpdir(), "countersign-templates-"));
  await addPerson({ name: "Grace", email: "grace@demo.test", roles: ["admin"] });
});
afterAll(async () => {
  await machine.stop();
  await rm(folder, { recursive: true, force: true });
});

/** The command as a person runs it; its output and whether it ended well. */
async function templates(...given: string[]): Promise<{ out: string; ok: boolean }> {
  const args = ["stacks/templates/cli.ts", ...given, folder, "--url", machine.url];
  const env = { ...process.env, COUNTERSIGN_PASSWORD: password };
  try {
    const { stdout } = await promisify(execFile)(process.execPath, args, { env });
    return { out: stdout, ok: true };
  } catch (error) {
    return { out: (error as { stdout: string }).stdout, ok: false };
  }
}

it("templates go out as files and come back byte for byte; only what differs is saved", async () => {
  const source = `# kept: this comment\n${templateSource()}`;
  await writeFile(join(folder, "mine.yaml"), source);
  expect(await templates("push", "--publish")).toMatchObject({ ok: true });
  await rm(join(folder, "mine.yaml"));
  expect((await templates("pull")).ok).toBe(true);
  const [file = ""] = await readdir(folder);
  expect(await readFile(join(folder, file), "utf8")).toBe(source);
  expect((await templates("push")).out).toContain("same");
});

it("a fault is told with its place; nothing is pushed then", async () => {
  await writeFile(join(folder, "broken.yaml"), templateSource().replace("category:", "kategorie:"));
  const { out, ok } = await templates("check");
  expect(ok).toBe(false);
  expect(out).toMatch(/broken\.yaml:\d+: .*categor/);
  expect((await templates("push")).ok).toBe(false);
});

it("who may not, or gives a wrong password, is told so", async () => {
  const { out, ok } = await templates("pull", "--email", "nobody@demo.test");
  expect([ok, out.trim()]).toEqual([false, "nobody@demo.test cannot sign in (401)."]);
});
