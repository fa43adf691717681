import { flushCompileCache } from "node:module";
import { startMachine } from "#stacks/local/machine.ts";

/** A product in a process of its own, to be killed. Everything it needs comes by environment. */
const { PORT = "0", DATA_DIR = "", DEMO_PASSWORD = "", TIME_SCALE = "1" } = process.env;
/** The demo, `operator` alone for a quick start, or `nobody` any more. */
const { SEED = "demo" } = process.env;

/** A database that outlives it, as on AWS; else it has one of its own. */
const { DYNAMODB } = process.env;

await startMachine({
  port: Number(PORT),
  ...(DYNAMODB === undefined ? {} : { dynamodb: DYNAMODB }),
  dataDir: DATA_DIR,
  timeScale: Number(TIME_SCALE),
  env: { HTTP_ALLOW_PRIVATE: "1", RATE_LIMIT_PER_MINUTE: "100000" },
  web: false,
});
if (SEED === "demo") {
  const { seedDemo } = await import("#stacks/local/demo/seed.ts");
  await seedDemo({ password: DEMO_PASSWORD });
}
if (SEED === "operator") {
  const { seedOperator } = await import("./seed-operator.ts");
  await seedOperator(DEMO_PASSWORD);
}
// Nobody who is killed keeps what it has compiled.
if (SEED !== "nobody") flushCompileCache();
process.stdout.write("ready\n");
