import { readFile, writeFile } from "node:fs/promises";
import { catalogue } from "#shared/action/catalogue/index.ts";
import { breachesOf, sentenceOf, unlockedCodes } from "#shared/action/compatible.ts";
import { lockedActions, type Lock } from "#shared/action/lock.ts";

/**
 * `check`: does the code keep what the lock file promises, and is all of it in there; `accept`: writes what is
 * new into it. Nothing accepts a broken promise.
 */
const usage = "npm run catalogue -- check|accept";
const file = new URL("../../shared/action/catalogue.lock.json", import.meta.url);

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function readLock(): Promise<Lock> {
  return JSON.parse(await readFile(file, "utf8")) as Lock;
}

async function run(command: string | undefined): Promise<boolean> {
  if (command !== "check" && command !== "accept") {
    say(usage);
    return false;
  }
  const lock = await readLock();
  const actions = lockedActions(catalogue);
  const breaches = breachesOf(lock.actions, actions);
  for (const breach of breaches) say(sentenceOf(breach));
  if (breaches.length > 0) return false;
  const unlocked = unlockedCodes(lock.actions, actions);
  if (unlocked.length === 0) {
    say(`${actions.length} actions as promised, catalogue version ${lock.catalogueVersion}`);
    return true;
  }
  if (command === "check") {
    say(
      `New or wider: ${unlocked.join(", ")}. Run npm run catalogue -- accept and commit the file.`,
    );
    return false;
  }
  const next: Lock = { catalogueVersion: lock.catalogueVersion + 1, actions };
  await writeFile(file, `${JSON.stringify(next, null, 2)}\n`);
  say(`Catalogue version ${next.catalogueVersion}: ${unlocked.join(", ")}`);
  return true;
}

if (!(await run(process.argv[2]))) process.exitCode = 1;
