import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { PutParameterRequest } from "@aws-sdk/client-ssm";
import { Cipher } from "./cipher.ts";
import { SsmError } from "./error.ts";
import { newName, parseReference } from "./name.ts";
import { nextVersion, type Version } from "./version.ts";

/** A parameter with the versions that are kept, oldest first. */
export type Parameter = { name: string; versions: Version[]; tags: Record<string, string> };

/** One version that was asked for; `selector` is how, e.g. ":3". */
export type Found = { parameter: Parameter; version: Version; selector?: string };

const VERSIONS_MAX = 100;

/**
 * The parameters of the embedded stack. Values are sealed with `key`, on the disk and in memory. With a `path` every
 * change is on the disk before its method returns, whole or not at all; without one it lasts as long as the process.
 */
export class ParameterStore {
  readonly #cipher: Cipher;
  readonly #path: string | undefined;
  readonly #parameters: Map<string, Parameter>;

  constructor(options: { key: Buffer; path?: string }) {
    this.#cipher = new Cipher(options.key);
    this.#path = options.path;
    this.#parameters = new Map(read(options.path).map((found) => [found.name, found]));
  }

  /** Adds a version; the oldest goes when there are too many. */
  put(input: PutParameterRequest): Version {
    const name = newName(input.Name ?? "");
    const known = this.#parameters.get(name);
    const draft = nextVersion(input, known?.versions.at(-1));
    const sealed = this.#cipher.seal(input.Value ?? "", sealedFor(name, draft.version));
    const version = { ...draft, sealed, modifiedAtMs: Date.now() };
    const versions = [...(known?.versions ?? []), version].slice(-VERSIONS_MAX);
    this.#save({ name, versions, tags: known?.tags ?? asRecord(input.Tags) });
    return version;
  }

  /** The version that a name, `name:3` or an ARN means. Throws ParameterNotFound, ParameterVersionNotFound. */
  find(reference: string): Found {
    const { name, selector } = parseReference(reference);
    const parameter = this.get(name);
    const version =
      selector === undefined
        ? parameter.versions.at(-1)
        : parameter.versions.find((one) => String(one.version) === selector);
    if (!version) {
      const text = `Systems Manager could not find version ${selector} of ${name}. Verify the version and try again.`;
      throw new SsmError("ParameterVersionNotFound", text);
    }
    return { parameter, version, ...(selector === undefined ? {} : { selector: `:${selector}` }) };
  }

  get(name: string): Parameter {
    const parameter = this.#parameters.get(name);
    if (!parameter) throw new SsmError("ParameterNotFound");
    return parameter;
  }

  /** All parameters by name. */
  list(): Parameter[] {
    return [...this.#parameters.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** The value in clear; a SecureString that need not be decrypted stays as opaque as AWS leaves it. */
  value(name: string, version: Version, decrypt: boolean): string {
    if (version.type === "SecureString" && !decrypt) return version.sealed;
    try {
      return this.#cipher.open(version.sealed, sealedFor(name, version.version));
    } catch {
      throw new SsmError("InvalidKeyId", `The value of ${name} can't be decrypted with this key.`);
    }
  }

  delete(name: string): void {
    this.get(name);
    this.#parameters.delete(name);
    this.#write();
  }

  tag(name: string, tags: Record<string, string>): void {
    const known = this.get(name);
    this.#save({ ...known, tags: { ...known.tags, ...tags } });
  }

  #save(parameter: Parameter): void {
    this.#parameters.set(parameter.name, parameter);
    this.#write();
  }

  #write(): void {
    if (!this.#path) return;
    const next = `${this.#path}.next`;
    writeFileSync(next, JSON.stringify([...this.#parameters.values()]), { mode: 0o600 });
    renameSync(next, this.#path);
  }
}

function sealedFor(name: string, version: number): string {
  return `${name}:${version}`;
}

/** Tags as the API lists them, by key. */
export function asRecord(tags: PutParameterRequest["Tags"]): Record<string, string> {
  return Object.fromEntries((tags ?? []).map(({ Key, Value }) => [Key ?? "", Value ?? ""]));
}

/** A file that can't be read stops the start: an empty store would let its secrets be overwritten. */
function read(path: string | undefined): Parameter[] {
  if (!path) return [];
  mkdirSync(dirname(path), { recursive: true });
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Parameter[];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw new Error(`The parameters in ${path} can't be read.`, { cause: error });
  }
}
