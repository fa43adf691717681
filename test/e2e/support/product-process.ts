import { outsideSystems } from "#stacks/local/demo/outside.ts";
import { startMachine } from "#stacks/local/machine.ts";

/** A product with the demo company, as `npm start` runs it, in memory. Says on one line where it is. */
const { DEMO_PASSWORD = "", TIME_SCALE = "1" } = process.env;

const { url, mailUrl, endpoints, table } = await startMachine({
  inMemory: true,
  timeScale: Number(TIME_SCALE),
  beside: outsideSystems(),
  // All people of a test come from one address.
  env: { RATE_LIMIT_PER_MINUTE: "100000" },
  onFatal: (reason) => {
    console.error(reason);
    process.exit(1);
  },
});
const { seedDemo } = await import("#stacks/local/demo/seed.ts");
await seedDemo({ password: DEMO_PASSWORD });
const { dynamodb } = endpoints;
console.log(`ready ${JSON.stringify({ url, mailUrl, dynamodb, table })}`);
