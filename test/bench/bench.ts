import { readdir } from "node:fs/promises";

/** `npm run bench -- NAME`: runs test/bench/NAME.ts, which prints a table and the same as JSON. */
const helpers = new Set(["bench", "cost-run"]);
const folder = new URL("./", import.meta.url);
const names = (await readdir(folder))
  .filter((file) => file.endsWith(".ts"))
  .map((file) => file.slice(0, -".ts".length))
  .filter((name) => !helpers.has(name));

const [wanted = ""] = process.argv.slice(2);
if (names.includes(wanted)) {
  await import(new URL(`${wanted}.ts`, folder).href);
} else {
  console.log(`Usage: npm run bench -- NAME, where NAME is one of: ${names.sort().join(", ")}`);
  process.exitCode = wanted === "" ? 0 : 1;
}
