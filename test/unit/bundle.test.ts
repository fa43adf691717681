import { build, type Metafile } from "esbuild";
import { expect, it } from "vitest";

type Outputs = Metafile["outputs"];

/** The function as it is deployed: minified, and cut where something is loaded only when it is needed. */
async function bundle(entry: string): Promise<Outputs> {
  const { metafile } = await build({
    ...{ entryPoints: [entry], bundle: true, splitting: true, minify: true },
    ...{ format: "esm", platform: "node", target: "node24", mainFields: ["module", "main"] },
    ...{ metafile: true, write: false, outdir: "out", logLevel: "error" },
  });
  return metafile.outputs;
}

/** What a start reads: the entry, and whatever that imports by a statement. */
function readAtStart(outputs: Outputs, entry: string): Outputs[string][] {
  const seen = new Set<string>();
  const visit = (path: string) => {
    if (seen.has(path)) return;
    seen.add(path);
    for (const { kind, path: next } of outputs[path]?.imports ?? []) {
      if (kind === "import-statement" && next in outputs) visit(next);
    }
  };
  visit(Object.keys(outputs).find((path) => outputs[path]?.entryPoint === entry) ?? "");
  return [...seen].flatMap((path) => outputs[path] ?? []);
}

it.each([
  ["functions/workflow/dispatch-node.ts", 1_000],
  ["functions/api/handler.ts", 1_800],
])(
  "%s reads no client of an action at its start, and at most %i KB",
  async (entry, mostKb) => {
    const outputs = await bundle(entry);
    const files = readAtStart(outputs, entry);
    const inputs = files.flatMap((file) => Object.keys(file.inputs));
    const clients = inputs.filter((path) =>
      /client-(appconfig|ecs|lambda|route-53|sts)\//.test(path),
    );
    expect(clients).toEqual([]);
    // They are in the bundle, or this would hold of nothing.
    const all = Object.values(outputs).flatMap((file) => Object.keys(file.inputs));
    expect(all.some((path) => path.includes("client-ecs/"))).toBe(true);
    expect(files.reduce((sum, { bytes }) => sum + bytes, 0) / 1000).toBeLessThan(mostKb);
  },
  60_000,
);
