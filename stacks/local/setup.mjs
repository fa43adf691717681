// Plain JavaScript without dependencies: it has to run, and explain itself, on whatever Node is there.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { JAVA_MIN, findJava } from "./java.mjs";

const NODE_MIN = 24;

/** Path of Chromium (CHROMIUM_PATH, PATH, usual places), or undefined. */
export function findChromium() {
  const names = ["chromium", "chromium-browser", "google-chrome"];
  const paths = [process.env.CHROMIUM_PATH, ...names.map((name) => `/usr/bin/${name}`)];
  return (
    paths.find((path) => path && existsSync(path)) ??
    names.find((name) => runs(name, ["--version"]))
  );
}

function runs(command, args) {
  return spawnSync(command, args, { stdio: "ignore" }).status === 0;
}

function canInstall() {
  return (
    process.getuid?.() === 0 && existsSync("/etc/debian_version") && existsSync("/usr/bin/apt-get")
  );
}

/** Installs the first of the alternatives that apt knows; each alternative is a list of packages. */
function aptInstall(alternatives) {
  if (!canInstall()) return false;
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const apt = (...args) =>
    spawnSync("apt-get", args, { env, stdio: ["ignore", "ignore", "inherit"] }).status === 0;
  apt("update", "-q");
  return alternatives.some((packages) =>
    apt("install", "-y", "-q", "--no-install-recommends", ...packages),
  );
}

function need(what, find, alternatives, advice) {
  if (find()) return;
  if (canInstall()) console.log(`Installing ${what} with apt-get …`);
  aptInstall(alternatives);
  if (!find()) fail(`${what} is missing: ${advice}`);
}

function fail(message) {
  console.error(`countersign: ${message}`);
  process.exit(1);
}

function checkNode() {
  const version = spawnSync("node", ["--version"], { encoding: "utf8" }).stdout ?? "";
  const major = Number(/^v(\d+)/.exec(version)?.[1] ?? 0);
  if (major >= NODE_MIN) return;
  fail(
    `Node ${NODE_MIN}+ is needed, found ${version.trim() || "none"}: run "npm ci" without --omit=optional ` +
      `and start with "npm start", or install Node ${NODE_MIN}.`,
  );
}

function main(flags) {
  checkNode();
  need(
    `Java ${JAVA_MIN}+`,
    findJava,
    [["openjdk-17-jre-headless"], ["default-jre-headless"]],
    "install it (Debian: apt-get install openjdk-17-jre-headless) or set JAVA_HOME.",
  );
  if (!flags.includes("--browser")) return;
  need(
    "Chromium",
    findChromium,
    [["chromium", "fonts-noto-cjk"]],
    "install it (Debian: apt-get install chromium fonts-noto-cjk) or set CHROMIUM_PATH.",
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) main(process.argv.slice(2));
