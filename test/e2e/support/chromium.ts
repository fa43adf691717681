import { chromium, type BrowserServer } from "playwright-core";
import { findChromium } from "#stacks/local/setup.mjs";

/** Nothing of it leaves this machine, and it needs neither a sandbox nor a screen. */
const args = [
  "--no-sandbox",
  "--disable-dev-shm-usage",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-default-apps",
  "--disable-domain-reliability",
  "--disable-sync",
  "--no-first-run",
  "--no-default-browser-check",
  "--metrics-recording-only",
];

/** The one browser of a run; every test file connects to it. */
export async function startChromium(): Promise<BrowserServer> {
  const executablePath = findChromium();
  if (executablePath === undefined) {
    throw new Error("Chromium is missing: run `node stacks/local/setup.mjs --browser`.");
  }
  return chromium.launchServer({ executablePath, args, headless: true, host: "127.0.0.1" });
}
