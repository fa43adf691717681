import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";

/** The single page that every address of the app gets, with the policy that lets its own scripts run. */
export type Page = { html: string; policy: string };

/** Reads index.html, again when a build replaced it; undefined while there is none. */
export function pageReader(path: string): () => Page | undefined {
  let cached: (Page & { mtimeMs: number }) | undefined;
  return () => {
    const mtimeMs = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
    if (mtimeMs === undefined) return undefined;
    if (cached?.mtimeMs !== mtimeMs) {
      const html = readFileSync(path, "utf8");
      cached = { html, policy: contentPolicy(html), mtimeMs };
    }
    return cached;
  };
}

/** Only the inline scripts that the build itself wrote may run; each is named by its hash. */
export function contentPolicy(html: string): string {
  const hashes = [...html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)].map(
    ([, script = ""]) => `'sha256-${createHash("sha256").update(script).digest("base64")}'`,
  );
  return [
    "default-src 'self'",
    ["script-src 'self'", ...hashes].join(" "),
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}
