import type { Scene } from "#shared/action/definition.ts";
import type { Bilingual } from "#shared/core/text.ts";

// Everything that JSON can quote, YAML can read: a list needs no library for a text of ten lines.
const quoted = (text: string) => JSON.stringify(text);

function steps(indent: string): string {
  return [
    "steps:",
    "  - id: look",
    "    name: { en: Look first, zh-CN: 先观察 }",
    "    action: wait",
    "    executeContext: { seconds: 30 }",
  ]
    .map((line) => `${indent}${line}\n`)
    .join("");
}

/** What a new plan begins with: as little as can be saved, and a step that harms nothing. */
export function starterOf(given: { scene: Scene; name: Bilingual; owner: string }): string {
  const { scene, name, owner } = given;
  const both = `{ en: ${quoted(name.en.trim())}, zh-CN: ${quoted(name["zh-CN"].trim())} }`;
  const head = `scene: ${scene}\nname: ${both}\nowners: [${quoted(owner)}]\n`;
  if (scene !== "RECOVERY") return head + steps("");
  return `${head}plans:\n  - type: DISASTER_SWITCH\n    mode: graceful\n${steps("    ")}`;
}
