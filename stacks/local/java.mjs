import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";

/** Oldest Java that DynamoDB Local 3 runs on. */
export const JAVA_MIN = 17;

/** Path of the first Java that is new enough (JAVA_HOME, PATH, /usr/lib/jvm), or undefined. */
export function findJava() {
  return candidates().find((path) => javaVersion(path) >= JAVA_MIN);
}

function candidates() {
  const home = process.env.JAVA_HOME;
  const root = "/usr/lib/jvm";
  const installed = existsSync(root)
    ? readdirSync(root).map((name) => `${root}/${name}/bin/java`)
    : [];
  return [
    ...(home ? [`${home}/bin/java`] : []),
    "java",
    ...installed.filter((path) => existsSync(path)),
  ];
}

function javaVersion(path) {
  const { status, stderr } = spawnSync(path, ["-version"], { encoding: "utf8" });
  if (status !== 0) return 0;
  const [, major, minor] = /version "(\d+)(?:\.(\d+))?/.exec(stderr) ?? [];
  return Number(major === "1" ? minor : major) || 0;
}
