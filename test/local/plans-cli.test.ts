import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startMachine, type Machine } from "#stacks/local/machine.ts";
import { addPerson, password } from "#test/support/factory.ts";

let machine: Machine;
let folder: string;

beforeAll(async () => {
  machine = await startMachine({ inMemory: true, web: false });
  folder = await mkdtemp(join(tmpdir(), "countersign-plans-"));
  await addPerson({ name: "Grace", email: "grace@demo.test", roles: ["admin"] });
});
afterAll(async () => {
  await machine.stop();
  await rm(folder, { recursive: true, force: true });
});

/** The command as a person runs it; its output and whether it ended well. */
async function plans(...given: string[]): Promise<{ out: string; ok: boolean }> {
  const args = ["stacks/plans/cli.ts", ...given, folder, "--url", machine.url];
  const env = { ...process.env, COUNTERSIGN_PASSWORD: password };
  try {
    const { stdout } = await promisify(execFile)(process.execPath, args, { env });
    return { out: stdout, ok: true };
  } catch (error) {
    return { out: (error as { stdout: string }).stdout, ok: false };
  }
}

const source = `# kept: this comment
scene: EMERGENCY
name: { en: Wait a little, zh-CN: 稍候 }
owners: [grace@demo.test]
steps:
  - { id: pause, name: { en: Pause, zh-CN: 等待 }, action: wait }   # asked
`;

it("plans go out as files and come back byte for byte; only what differs is saved and published", async () => {
  await writeFile(join(folder, "mine.yaml"), source);
  const first = await plans("push", "--publish", "--reason", "from the repository");
  expect(first.out).toContain("created  mine.yaml, published as version 1");
  expect(first.out).toContain("(hint) steps.0.executeContext.seconds");
  await rm(join(folder, "mine.yaml"));
  expect((await plans("pull")).ok).toBe(true);
  expect(await readdir(folder)).toEqual(["wait-a-little.yaml"]);
  const file = join(folder, "wait-a-little.yaml");
  expect(await readFile(file, "utf8")).toBe(source);
  expect((await plans("push")).out).toContain("same");
  await writeFile(file, `${source}cooldownSeconds: 60\n`);
  expect((await plans("push", "--publish")).out).toContain(
    "saved    wait-a-little.yaml, published as version 2",
  );
});

it("a fault is told with its place; nothing is pushed then, hints stop nothing", async () => {
  await writeFile(join(folder, "broken.yaml"), source.replace("wait }", "wiat }"));
  const { out, ok } = await plans("check");
  expect(ok).toBe(false);
  expect(out).toMatch(/broken\.yaml:6: steps\.0\.action There is no action “wiat”/);
  expect(out).toContain("1 of 2 without faults");
  expect((await plans("push")).ok).toBe(false);
  await rm(join(folder, "broken.yaml"));
  expect((await plans("check")).ok).toBe(true);
});
