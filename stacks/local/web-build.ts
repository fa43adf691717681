import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const BUILD = join(ROOT, "web/build");
const STAMP = join(BUILD, ".source-hash");
const SOURCES = [
  "web/src",
  "web/static",
  "web/scripts",
  "web/messages",
  "web/vite.config.ts",
  "shared",
  "package-lock.json",
];

/** Builds the web app when it is missing or its sources changed since. Rejects with the build's own output. */
export async function ensureWebBuild(log: (line: string) => void): Promise<void> {
  const wanted = sourceHash();
  if (existsSync(join(BUILD, "index.html")) && readStamp() === wanted) return;
  log("Building the web app …");
  await runVite();
  writeFileSync(STAMP, wanted);
}

/** Contents, not times: a checkout changes times and must not cost a build. */
function sourceHash(): string {
  const hash = createHash("sha256");
  for (const path of SOURCES.flatMap((source) => filesUnder(join(ROOT, source)))) {
    hash.update(path).update("\0").update(readFileSync(path)).update("\0");
  }
  return hash.digest("hex");
}

function filesUnder(path: string): string[] {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) return [];
  if (!stats.isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesUnder(join(path, name)));
}

function readStamp(): string | undefined {
  return existsSync(STAMP) ? readFileSync(STAMP, "utf8") : undefined;
}

async function runVite(): Promise<void> {
  const vite = join(ROOT, "node_modules/vite/bin/vite.js");
  const child = spawn(process.execPath, [vite, "build"], {
    cwd: join(ROOT, "web"),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on(
      "data",
      (chunk: Buffer) => (output = (output + chunk.toString("utf8")).slice(-8_000)),
    );
  }
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0)
    throw new Error(
      `The web app does not build (vite build in web/ ended with ${code}):\n${output}`,
    );
}
