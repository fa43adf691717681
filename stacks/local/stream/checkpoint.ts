import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** How far a shard has been processed; `isDone` once a closed shard was read to its end. */
export type ShardProgress = { sequence?: string; isDone?: boolean };

type Stored = { streamArn: string; shards: Record<string, ShardProgress> };

/** Progress of one stream on disk. A file written for another stream (table made anew) is not used. */
export class Checkpoint {
  readonly #path: string | undefined;
  readonly #stored: Stored;

  /** Without a path the progress lives in memory, for tables that do. */
  constructor(streamArn: string, path?: string) {
    this.#path = path;
    this.#stored = read(streamArn, path);
  }

  get(shardId: string): ShardProgress {
    return this.#stored.shards[shardId] ?? {};
  }

  /** Written to a new file, then renamed: a kill leaves the old or the new progress, never half of one. */
  set(shardId: string, progress: ShardProgress): void {
    this.#stored.shards[shardId] = progress;
    this.#write();
  }

  /** Forgets shards that the stream has trimmed. */
  keepOnly(shardIds: ReadonlySet<string>): void {
    for (const id of Object.keys(this.#stored.shards)) {
      if (!shardIds.has(id)) delete this.#stored.shards[id];
    }
  }

  #write(): void {
    if (!this.#path) return;
    const next = `${this.#path}.next`;
    writeFileSync(next, JSON.stringify(this.#stored));
    renameSync(next, this.#path);
  }
}

function read(streamArn: string, path: string | undefined): Stored {
  const empty: Stored = { streamArn, shards: {} };
  if (!path) return empty;
  mkdirSync(dirname(path), { recursive: true });
  try {
    const stored = JSON.parse(readFileSync(path, "utf8")) as Stored;
    return stored.streamArn === streamArn ? stored : empty;
  } catch {
    return empty;
  }
}
