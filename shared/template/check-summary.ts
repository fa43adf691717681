import type { Issue } from "#shared/core/error.ts";
import { placed } from "./chain-paths.ts";
import type { TemplateDocument } from "./schema.ts";

/** Cards and lists show the summary to everybody who is asked: what a step hides must not be in it. */
export function checkSummary({ form, chain }: TemplateDocument): Issue[] {
  return placed(chain, "chain").flatMap(({ path, node }) => {
    if (node.kind !== "approve" && node.kind !== "confirm") return [];
    return Object.entries(node.fields)
      .filter(([name, access]) => access === "hidden" && form.summary.includes(name))
      .map(([name]) => ({
        path: `${path}.fields.${name}`,
        code: "hidden_in_summary",
        message: `Lists and cards show “${name}”: take it out of the summary, or let this step read it.`,
      }));
  });
}
