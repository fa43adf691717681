import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { parseTemplate } from "#shared/template/parse.ts";
import { Client, Refused } from "./client.ts";

/**
 * Templates as files: `pull DIR` writes every draft, `check DIR` looks for faults without saving, `push DIR` saves
 * what differs (`--publish`: and publishes it). A file is the source byte for byte; its name is the English name.
 */
const usage = `npm run templates -- pull|check|push DIR [--url http://127.0.0.1:3000] [--email you@…] [--publish]
The password is read from COUNTERSIGN_PASSWORD.`;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    url: { type: "string", default: "http://127.0.0.1:3000" },
    email: { type: "string", default: "grace@demo.test" },
    publish: { type: "boolean", default: false },
  },
});

type File = { name: string; source: string };

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function slugOf(name: string): string {
  const slug = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
  return slug.replaceAll(/^-|-$/g, "") || "template";
}

async function filesIn(folder: string): Promise<File[]> {
  const names = (await readdir(folder)).filter((name) => /\.ya?ml$/.test(name)).sort();
  return Promise.all(
    names.map(async (name) => ({ name, source: await readFile(join(folder, name), "utf8") })),
  );
}

async function signedIn(): Promise<Client> {
  const client = new Client(values.url);
  await client.signIn(values.email, process.env["COUNTERSIGN_PASSWORD"] ?? "");
  return client;
}

async function pull(folder: string): Promise<boolean> {
  const client = await signedIn();
  await mkdir(folder, { recursive: true });
  const taken = new Set<string>();
  const { items } = await client.call("listTemplates");
  for (const { id, name } of items) {
    const file = `${slugOf(name.en)}.yaml`;
    if (taken.has(file)) throw new Refused(`Two templates would be ${file}: rename one.`, []);
    taken.add(file);
    const query = { draft: "true" };
    const { source = "" } = await client.call("getTemplate", { params: { id }, query });
    await writeFile(join(folder, file), source);
    say(`pulled   ${file}`);
  }
  return true;
}

function faultless({ name, source }: File): boolean {
  const { findings } = parseTemplate(source);
  for (const { path, message, line } of findings) say(`${name}:${line ?? 1}: ${path} ${message}`);
  return findings.length === 0;
}

async function check(folder: string): Promise<boolean> {
  const files = await filesIn(folder);
  const good = files.filter(faultless);
  say(`${good.length} of ${files.length} without faults`);
  return good.length === files.length;
}

async function pushOne(client: Client, { name, source }: File): Promise<string> {
  const { document } = parseTemplate(source);
  const { items } = await client.call("listTemplates");
  const known = items.find((one) => one.name.en === document?.name.en);
  if (known === undefined) {
    const { id } = await client.call("createTemplate", { body: { source } });
    return publish(client, id, `created  ${name}`);
  }
  const params = { id: known.id };
  const draft = await client.call("getTemplate", { params, query: { draft: "true" } });
  if (draft.source === source) return `same     ${name}`;
  await client.call("saveTemplate", { params, body: { source } });
  return publish(client, known.id, `saved    ${name}`);
}

async function publish(client: Client, id: string, done: string): Promise<string> {
  if (!values.publish) return done;
  const { version } = await client.call("publishTemplate", { params: { id } });
  return `${done}, published as version ${version}`;
}

async function push(folder: string): Promise<boolean> {
  const files = await filesIn(folder);
  if (!files.every(faultless)) return false;
  const client = await signedIn();
  for (const file of files) say(await pushOne(client, file));
  return true;
}

async function run(): Promise<boolean> {
  const [command = "", folder = "templates"] = positionals;
  const commands: Record<string, (folder: string) => Promise<boolean>> = { pull, check, push };
  const chosen = commands[command];
  if (chosen !== undefined) return chosen(folder);
  say(usage);
  return false;
}

try {
  if (!(await run())) process.exitCode = 1;
} catch (error) {
  if (!(error instanceof Refused)) throw error;
  say(error.message);
  for (const { path, message } of error.issues) say(`  ${path} ${message}`);
  process.exitCode = 1;
}
