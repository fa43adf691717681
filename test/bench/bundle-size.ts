import { readdir } from "node:fs/promises";
import { join, relative } from "node:path";
import { gzipSync } from "node:zlib";
import { build, type Metafile } from "esbuild";

/**
 * Sizes of the Lambda bundles as they would be deployed (stacks/function.ts splits them), in bytes: what is read at a
 * start, and what is loaded when somebody first needs it. A table, then the same as JSON.
 */
type Size = {
  handler: string;
  minified: number;
  gzip: number;
  later: number;
  biggest: Record<string, number>;
};

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

type Outputs = Metafile["outputs"];

/** The entry and what it imports outright. */
function atStart(outputs: Outputs, path: string, found: Set<string> = new Set()): Set<string> {
  if (found.has(path)) return found;
  found.add(path);
  for (const one of outputs[path]?.imports ?? []) {
    if (one.kind === "import-statement" && one.path in outputs) atStart(outputs, one.path, found);
  }
  return found;
}

function byPackage(outputs: Outputs, paths: ReadonlySet<string>): Record<string, number> {
  const sizes = new Map<string, number>();
  for (const path of paths) {
    for (const [input, { bytesInOutput }] of Object.entries(outputs[path]?.inputs ?? {})) {
      const name = packageOf(input);
      sizes.set(name, (sizes.get(name) ?? 0) + bytesInOutput);
    }
  }
  return Object.fromEntries([...sizes].toSorted(([, a], [, b]) => b - a).slice(0, 8));
}

async function measure(handler: string): Promise<Size> {
  const { outputFiles, metafile } = await build({
    entryPoints: [join("functions", handler)],
    bundle: true,
    splitting: true,
    minify: true,
    write: false,
    metafile: true,
    format: "esm",
    platform: "node",
    target: "node24",
    banner: {
      js: "import{createRequire}from'module';const require=createRequire(import.meta.url);",
    },
    outdir: "out",
    outExtension: { ".js": ".mjs" },
    logLevel: "silent",
  });
  const { outputs } = metafile;
  const source = join("functions", handler);
  const entry = Object.keys(outputs).find((path) => outputs[path]?.entryPoint === source) ?? "";
  const first = atStart(outputs, entry);
  const isFirst = ({ path }: { path: string }) => first.has(relative(process.cwd(), path));
  const sum = (files: typeof outputFiles, size: (code: Uint8Array) => number) =>
    files.reduce((total, { contents }) => total + size(contents), 0);
  const [now, later] = [outputFiles.filter(isFirst), outputFiles.filter((one) => !isFirst(one))];
  return {
    handler,
    minified: sum(now, (code) => code.byteLength),
    gzip: sum(now, (code) => gzipSync(code, { level: 9 }).byteLength),
    later: sum(later, (code) => code.byteLength),
    biggest: byPackage(outputs, first),
  };
}

const sizes: Size[] = [];
for (const handler of await handlers()) sizes.push(await measure(handler));
console.table(
  sizes.map(({ handler, minified, gzip, later }) => ({
    handler,
    "minified KB": Math.round(minified / 1024),
    "gzip KB": Math.round(gzip / 1024),
    "loaded later KB": Math.round(later / 1024),
  })),
);
console.log(JSON.stringify(sizes));
