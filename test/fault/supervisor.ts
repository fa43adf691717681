import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const script = fileURLToPath(new URL("./product.ts", import.meta.url));
const startTimeoutMs = 180_000;

/** Starts a product, kills it without warning, starts it again on the same data. */
export class Supervisor {
  readonly #env: NodeJS.ProcessEnv;
  #child: ChildProcess | undefined;
  #log = "";
  kills = 0;

  constructor(env: Record<string, string>) {
    // Starting is most of the time of a run: what is compiled once is kept, and what is seeded once is there.
    const NODE_COMPILE_CACHE = join(env["DATA_DIR"] ?? tmpdir(), "compiled");
    const NODE_OPTIONS = "--max-semi-space-size=64";
    this.#env = { ...process.env, NODE_COMPILE_CACHE, NODE_OPTIONS, ...env };
  }

  /** Resolves when the product is seeded and serves. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, [script], {
      env: this.#env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child = child;
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`no start in time:\n${this.#log}`)),
        startTimeoutMs,
      );
      const fail = () => {
        clearTimeout(timer);
        reject(new Error(`the product ended at its start:\n${this.#log}`));
      };
      child.once("exit", fail);
      child.stderr?.on("data", (text: Buffer) => this.#keep(text));
      child.stdout?.on("data", (text: Buffer) => {
        this.#keep(text);
        if (!text.toString().includes("ready\n")) return;
        clearTimeout(timer);
        child.off("exit", fail);
        this.#env["SEED"] = "nobody";
        resolve();
      });
    });
  }

  /** Killed before it serves, if it does not serve before. */
  async startAndKill(afterMs: number): Promise<void> {
    const started = this.start().catch(() => undefined);
    await sleep(afterMs);
    await this.kill();
    await started;
  }

  #keep(text: Buffer): void {
    this.#log = (this.#log + text.toString()).slice(-20_000);
  }

  /** The last lines the product printed. */
  log(): string {
    return this.#log;
  }

  /** kill -9, wherever it is. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, "exit");
    child.kill("SIGKILL");
    await exited;
    this.kills += 1;
  }
}
