import { parseArgs } from "node:util";
import { runChaos } from "./run-chaos.ts";

/** `npm run chaos -- --kills N --tickets M --seed S`: exit status 1 when anything was lost, doubled or untrue. */
const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "30" },
    tickets: { type: "string", default: "40" },
    seed: { type: "string", default: "1" },
  },
});

const result = await runChaos({
  kills: Number(values.kills),
  tickets: Number(values.tickets),
  seed: Number(values.seed),
});
console.log(JSON.stringify(result, null, 2));
const isClean = [result.doubled, result.lost, result.untrue].every((found) => found.length === 0);
process.exitCode = isClean ? 0 : 1;
