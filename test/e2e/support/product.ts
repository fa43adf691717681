import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** Where a running product is, its mails, and its table for what no walk can bring about. */
export type Product = { url: string; mailUrl: string; dynamodb: string; table: string };

export const demoPassword = "e2e-demo-password";
const entry = fileURLToPath(new URL("product-process.ts", import.meta.url));

/**
 * Starts a product in a process of its own: one per process, and its clock is set by the environment.
 * `timeScale` 60 lets a minute pass in a second.
 */
export async function startProduct({ timeScale = 1 } = {}): Promise<
  Product & { stop: () => Promise<void> }
> {
  const child = spawn("node", [entry], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, DEMO_PASSWORD: demoPassword, TIME_SCALE: String(timeScale) },
  });
  const gone = once(child, "exit");
  const stop = async () => {
    child.kill("SIGTERM");
    await gone;
  };
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.startsWith("ready ")) continue;
    // Whoever reads no further must not stop the child when its pipe is full.
    child.stdout.resume();
    return { ...(JSON.parse(line.slice(6)) as Product), stop };
  }
  throw new Error(`The product ended before it was ready: ${String(await gone)}`);
}
