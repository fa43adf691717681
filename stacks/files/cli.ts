import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Client, Refused } from "./client.ts";

type Fault = { path: string; message: string; line: number | null };

/** Records that people write as YAML, as the command below needs them. `name` is the English one. */
export type Kind = {
  /** In the plural: `templates`. */
  noun: string;
  /** What stands against publishing, as far as that can be seen without a server; `hints` stop nothing. */
  read: (source: string) => { name: string | null; faults: Fault[]; hints: Fault[] };
  list: (client: Client) => Promise<{ id: string; name: string }[]>;
  pull: (client: Client, id: string) => Promise<string>;
  create: (client: Client, source: string) => Promise<string>;
  save: (client: Client, id: string, source: string) => Promise<void>;
  /** Gives the number of the version. */
  publish: (client: Client, id: string, reason: string) => Promise<number>;
};

type File = { name: string; source: string };

const options = {
  url: { type: "string", default: "http://127.0.0.1:3000" },
  email: { type: "string", default: "grace@demo.test" },
  publish: { type: "boolean", default: false },
  reason: { type: "string", default: "pushed from files" },
} as const;

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function slugOf(name: string, noun: string): string {
  const slug = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
  return slug.replaceAll(/^-|-$/g, "") || noun;
}

async function filesIn(folder: string): Promise<File[]> {
  const names = (await readdir(folder)).filter((name) => /\.ya?ml$/.test(name)).sort();
  return Promise.all(
    names.map(async (name) => ({ name, source: await readFile(join(folder, name), "utf8") })),
  );
}

/** `pull DIR` writes every draft, `check DIR` looks for faults, `push DIR` saves what differs. */
class Command {
  readonly #kind: Kind;
  readonly #given = parseArgs({ allowPositionals: true, options });

  constructor(kind: Kind) {
    this.#kind = kind;
  }

  async run(): Promise<boolean> {
    const { noun } = this.#kind;
    const [command = "", folder = noun] = this.#given.positionals;
    if (command === "pull") return this.#pull(folder);
    if (command === "check") return this.#check(folder);
    if (command === "push") return this.#push(folder);
    say(`npm run ${noun} -- pull|check|push DIR [--url http://127.0.0.1:3000] [--email you@…]`);
    say("  [--publish [--reason TEXT]]. The password is read from COUNTERSIGN_PASSWORD.");
    return false;
  }

  async #signedIn(): Promise<Client> {
    const { url, email } = this.#given.values;
    const client = new Client(url);
    await client.signIn(email, process.env["COUNTERSIGN_PASSWORD"] ?? "");
    return client;
  }

  async #pull(folder: string): Promise<boolean> {
    const { noun, list, pull } = this.#kind;
    const client = await this.#signedIn();
    await mkdir(folder, { recursive: true });
    const taken = new Set<string>();
    for (const { id, name } of await list(client)) {
      const file = `${slugOf(name, noun)}.yaml`;
      if (taken.has(file)) throw new Refused(`Two ${noun} would be ${file}: rename one.`, []);
      taken.add(file);
      await writeFile(join(folder, file), await pull(client, id));
      say(`pulled   ${file}`);
    }
    return true;
  }

  #isFaultless({ name, source }: File): boolean {
    const { faults, hints } = this.#kind.read(source);
    const tell = ({ path, message, line }: Fault, mark: string) =>
      say(`${name}:${line ?? 1}: ${mark}${path} ${message}`);
    for (const fault of faults) tell(fault, "");
    for (const hint of hints) tell(hint, "(hint) ");
    return faults.length === 0;
  }

  async #check(folder: string): Promise<boolean> {
    const files = await filesIn(folder);
    const good = files.filter((file) => this.#isFaultless(file));
    say(`${good.length} of ${files.length} without faults`);
    return good.length === files.length;
  }

  async #push(folder: string): Promise<boolean> {
    const files = await filesIn(folder);
    if (files.map((file) => this.#isFaultless(file)).includes(false)) return false;
    const client = await this.#signedIn();
    const known = await this.#kind.list(client);
    for (const file of files) say(await this.#pushOne(client, file, known));
    return true;
  }

  async #pushOne(
    client: Client,
    { name: file, source }: File,
    known: { id: string; name: string }[],
  ): Promise<string> {
    const { name } = this.#kind.read(source);
    const earlier = known.find((one) => one.name === name);
    if (earlier === undefined) {
      const id = await this.#kind.create(client, source);
      known.push({ id, name: name ?? "" });
      return this.#publish(client, id, `created  ${file}`);
    }
    if ((await this.#kind.pull(client, earlier.id)) === source) return `same     ${file}`;
    await this.#kind.save(client, earlier.id, source);
    return this.#publish(client, earlier.id, `saved    ${file}`);
  }

  async #publish(client: Client, id: string, done: string): Promise<string> {
    const { publish, reason } = this.#given.values;
    if (!publish) return done;
    const version = await this.#kind.publish(client, id, reason);
    return `${done}, published as version ${version}`;
  }
}

/**
 * Records as files: a file is the source byte for byte; its name is the English name. Two that would have one name
 * are told apart by nobody, and refused.
 */
export async function runFiles(kind: Kind): Promise<void> {
  try {
    if (!(await new Command(kind).run())) process.exitCode = 1;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    say(error.message);
    for (const { path, message } of error.issues) say(`  ${path} ${message}`);
    process.exitCode = 1;
  }
}
