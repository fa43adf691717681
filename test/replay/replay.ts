import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { readLog } from "./log.ts";
import { print } from "./print.ts";
import { replay, type Progress } from "./run.ts";

const usage =
  "npm run replay -- FILE.csv[.gz] [--skip N] [--cases N] [--concurrency C] [--json OUT]";

/** As the README of the data promises, so that a regression fails a script. */
const leastShare = 0.995;

function wholeNumber(name: string, text: string): number {
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw new Error(`--${name} must be a whole number above 0, not ${text}.`);
}

function tellProgress({ done, of, seconds }: Progress): void {
  const rate = seconds === 0 ? 0 : done / seconds;
  const left = rate === 0 ? "?" : ((of - done) / rate).toFixed(0);
  console.error(`${done} of ${of} cases, ${rate.toFixed(2)} cases/s, about ${left} s left`);
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      skip: { type: "string", default: "0" },
      cases: { type: "string", default: "1000000" },
      concurrency: { type: "string", default: "6" },
      json: { type: "string" },
    },
  });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new Error(usage);
  const casesMax = wholeNumber("cases", values.cases);
  const concurrency = wholeNumber("concurrency", values.concurrency);
  const skipped = values.skip === "0" ? 0 : wholeNumber("skip", values.skip);
  const cases = (await readLog(file)).slice(skipped, skipped + casesMax);
  const stopping = new AbortController();
  process.once("SIGINT", () => stopping.abort()).once("SIGTERM", () => stopping.abort());
  const { signal } = stopping;
  const result = await replay(cases, { concurrency, signal, onProgress: tellProgress });
  console.log(print(result));
  if (values.json !== undefined) await writeFile(values.json, JSON.stringify(result, null, 2));
  const isGood = result.report.isEqual && result.reproduced >= leastShare * result.cases;
  process.exitCode = isGood ? 0 : 1;
}

main().catch((error: unknown) => {
  console.error(`replay: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
