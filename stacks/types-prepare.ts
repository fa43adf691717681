/**
 * Unpacks what the type-check of the stacks reads: SST's platform sources (inside the `sst` package) and the declarations of the Pulumi
 * packages they name. `sst install` would also fetch Pulumi itself from GitHub and 470 packages that only a deployment runs.
 */
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import * as z from "zod";

/** Packages whose types reach the arguments of the components we use. Versions are SST's own. */
const typed = [
  "@pulumi/aws",
  "@pulumi/cloudflare",
  "@pulumi/command",
  "@pulumi/docker-build",
  "@pulumi/pulumi",
  "@pulumi/random",
  "@pulumi/tls",
  "@pulumiverse/vercel",
];

/** The release that SST 4.17.1 asks for; a stub answers in its place, because nothing is deployed here. */
const pulumiRelease = "v3.215.0";

/** Marks a platform that this file prepared. */
const stamp = "types-only";

const Package = z.object({
  version: z.string().optional(),
  dependencies: z.record(z.string(), z.string()).optional(),
});

function readPackage(file: string): z.infer<typeof Package> {
  return Package.parse(JSON.parse(readFileSync(file, "utf8")));
}

/** Writes an executable that prints `text` and succeeds. */
function stub(file: string, text: string): string {
  writeFileSync(file, `#!/bin/sh\necho ${text}\n`);
  chmodSync(file, 0o755);
  return file;
}

/** The least that SST takes for an app; ours may be half-written, and its types don't depend on what it says. */
const emptyApp = `export default $config({ app: () => ({ name: "types", home: "aws" }), async run() {} });\n`;

/** Lets the `sst` binary write its platform sources; its two downloads (Pulumi, and packages through bun) are stubs. */
function unpackPlatform(root: string, scratch: string): string {
  const bin = join(scratch, "sst", "bin");
  mkdirSync(bin, { recursive: true });
  stub(join(bin, "pulumi"), pulumiRelease);
  writeFileSync(join(scratch, "sst.config.ts"), emptyApp);
  const env = {
    ...process.env,
    XDG_CONFIG_HOME: scratch,
    SST_BUN_PATH: stub(join(scratch, "bun"), "0.0.0"),
    SST_STAGE: "types",
    SST_TELEMETRY_DISABLED: "1",
    DO_NOT_TRACK: "1",
  };
  const command = [join(root, "node_modules/sst/bin/sst.mjs"), "install"];
  execFileSync(process.execPath, command, {
    cwd: scratch,
    env,
    stdio: "pipe",
  });
  return join(scratch, ".sst", "platform");
}

/** Fetches the packages' archives without their dependencies, in the versions that the platform pins. */
function unpackTypes(platform: string, scratch: string): void {
  const pinned = readPackage(join(platform, "package.json")).dependencies ?? {};
  const specs = typed.map((name) => `${name}@${pinned[name]?.replace(/^v/, "")}`);
  const npm = ["pack", "--silent", "--ignore-scripts", "--pack-destination", scratch, ...specs];
  const archives = execFileSync("npm", npm, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] })
    .trim()
    .split(/\s+/);
  for (const [index, name] of typed.entries()) {
    const folder = join(platform, "node_modules", name);
    mkdirSync(folder, { recursive: true });
    const archive = archives[index];
    if (!archive) throw new Error(`npm pack gave no archive for ${name}`);
    execFileSync("tar", ["-xzf", join(scratch, archive), "-C", folder, "--strip-components=1"]);
  }
}

/** True when an earlier call, or a real `sst install`, left what this version of SST needs. */
function isReady(platform: string, version: string): boolean {
  const marks = [join(platform, stamp), join(platform, "version")];
  const isCurrent = marks.some(
    (file) => existsSync(file) && readFileSync(file, "utf8").trim() === version,
  );
  return (
    isCurrent &&
    typed.every((name) => existsSync(join(platform, "node_modules", name, "package.json")))
  );
}

/**
 * Makes `<root>/.sst/platform` (git ignores it) fit for the type-check. Needs `npm ci` done, `tar`, and the npm registry the first
 * time. Returns whether anything had to be fetched.
 */
export function prepareTypes(root: string): boolean {
  const platform = join(root, ".sst", "platform");
  const version = readPackage(join(root, "node_modules/sst/package.json")).version ?? "";
  if (isReady(platform, version)) return false;
  mkdirSync(join(root, ".sst"), { recursive: true });
  const scratch = mkdtempSync(join(root, ".sst", "types-"));
  try {
    const fresh = unpackPlatform(root, scratch);
    unpackTypes(fresh, scratch);
    // Without its own mark, a real `sst install` or `sst deploy` sees that the packages to run are still missing.
    rmSync(join(fresh, "version"));
    writeFileSync(join(fresh, stamp), `${version}\n`);
    rmSync(platform, { recursive: true, force: true });
    renameSync(fresh, platform);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return true;
}
