import { readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

/** Sizes of the Lambda bundles as they would be deployed, in bytes: a table, then the same as JSON. */
type Size = { handler: string; minified: number; gzip: number; biggest: Record<string, number> };

const folders = ["api/handler.ts", "stream/handler.ts", "cron", "workflow"];

async function handlers(): Promise<string[]> {
  const found = await Promise.all(
    folders.map(async (folder) => {
      if (folder.endsWith(".ts")) return [folder];
      const names = await readdir(join("functions", folder));
      const entries = names.filter((name) =>
        /^((arm|advance|dispatch|poll)-.+|reconcile)\.ts$/.test(name),
      );
      return entries.map((name) => join(folder, name));
    }),
  );
  return found.flat();
}

function packageOf(path: string): string {
  const [, found] = /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules)/.exec(path) ?? [];
  return found ?? "own code";
}

async function measure(handler: string): Promise<Size> {
  const result = await build({
    entryPoints: [join("functions", handler)],
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: "esm",
    platform: "node",
    target: "node24",
    banner: {
      js: "import{createRequire}from'module';const require=createRequire(import.meta.url);",
    },
    outfile: `${basename(handler, ".ts")}.mjs`,
    logLevel: "silent",
  });
  const code = result.outputFiles[0]?.contents ?? new Uint8Array();
  const [output] = Object.values(result.metafile.outputs);
  const byPackage = new Map<string, number>();
  for (const [path, { bytesInOutput }] of Object.entries(output?.inputs ?? {})) {
    const name = packageOf(path);
    byPackage.set(name, (byPackage.get(name) ?? 0) + bytesInOutput);
  }
  const biggest = [...byPackage].toSorted(([, a], [, b]) => b - a).slice(0, 8);
  return {
    handler,
    minified: code.byteLength,
    gzip: gzipSync(code, { level: 9 }).byteLength,
    biggest: Object.fromEntries(biggest),
  };
}

const sizes: Size[] = [];
for (const handler of await handlers()) sizes.push(await measure(handler));
console.table(
  sizes.map(({ handler, minified, gzip }) => ({
    handler,
    "minified KB": Math.round(minified / 1024),
    "gzip KB": Math.round(gzip / 1024),
  })),
);
console.log(JSON.stringify(sizes));
