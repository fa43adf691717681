import { parseArgs } from "node:util";
import { isClean, runKills } from "./run-kills.ts";

/** `npm run chaos:run -- --kills N --seed S`: exit status 1 when an effect was doubled, lost or not reported. */
const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "30" },
    seed: { type: "string", default: "1" },
  },
});

const kills = Number(values.kills);
const onKill = (kill: number) => console.error(`${kill} of ${kills} kills`);
const result = await runKills({ kills, seed: Number(values.seed), onKill });
console.log(JSON.stringify(result, null, 2));
process.exitCode = isClean(result) ? 0 : 1;
