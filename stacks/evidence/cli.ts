import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { faultsOf } from "#shared/evidence/verify.ts";

/**
 * `npm run evidence -- PACK.json [--key KEY.pem]`: proves an evidence pack without the product. Without a key the one
 * inside the pack is used: that shows only that nothing was changed since, not who made it.
 */
const { values, positionals } = parseArgs({
  options: { key: { type: "string" } },
  allowPositionals: true,
});
const [path] = positionals;
if (path === undefined) {
  console.error("Which pack? npm run evidence -- PACK.json [--key KEY.pem]");
  process.exit(2);
}
const pack = JSON.parse(await readFile(path, "utf8")) as { seal?: { publicKey?: string } };
const pem =
  values.key === undefined ? (pack.seal?.publicKey ?? "") : await readFile(values.key, "utf8");
const faults = faultsOf(pack, pem);
for (const fault of faults) console.log(fault);
if (faults.length === 0) {
  console.log(values.key === undefined ? "Unchanged (key of the pack itself)." : "Genuine.");
}
process.exitCode = faults.length === 0 ? 0 : 1;
