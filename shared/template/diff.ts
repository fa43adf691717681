import type { ChainNode } from "#shared/approval/chain.ts";
import {
  changesIn,
  compareThings,
  type Difference as CoreDifference,
  type Thing,
} from "#shared/core/difference.ts";
import type { TemplateDocument } from "./schema.ts";
import { placed } from "./chain-paths.ts";

/** One difference between two documents. */
export type Difference = CoreDifference<"general" | "form" | "chain">;

/** Nodes inside a node are things of their own: of it only what it says itself. */
function ownProperties(node: ChainNode): Record<string, unknown> {
  if (node.kind === "branch") {
    const { branches, otherwise: _, ...rest } = node;
    return { ...rest, conditions: branches.map(({ when }) => when) };
  }
  if (node.kind === "parallel") {
    const { branches, ...rest } = node;
    return { ...rest, ways: branches.map(({ name }) => name ?? null) };
  }
  if (node.kind !== "approve" && node.kind !== "confirm") return { ...node };
  const { timeLimit, ...rest } = node;
  if (timeLimit === undefined) return rest;
  const { otherwise: _, ...limit } = timeLimit;
  return { ...rest, timeLimit: limit };
}

function nodesOf({ chain }: TemplateDocument): Thing[] {
  const ids = new Map(placed(chain, "chain").map(({ path, node }) => [path, node.id]));
  return placed(chain, "chain").map(({ path, node }) => {
    // The parent of a node is the way down to its list by ids.
    const steps = path.split(".");
    const parents = steps.map((_, end) => ids.get(steps.slice(0, end).join(".")) ?? "");
    const way = [...parents.filter(Boolean), ...steps.slice(0, -1).filter((one) => /\D/.test(one))];
    return { key: node.id, parent: way.join("/"), properties: ownProperties(node) };
  });
}

function fieldsOf({ form }: TemplateDocument): Thing[] {
  return form.fields.map((field) => ({ key: field.name, parent: "", properties: { ...field } }));
}

/** What is different in `after`, in reading order. */
export function differencesOf(before: TemplateDocument, after: TemplateDocument): Difference[] {
  const { form: oldForm, chain: _oldChain, ...oldRest } = before;
  const { form: newForm, chain: _newChain, ...newRest } = after;
  return [
    ...changesIn("general", null, { before: oldRest, after: newRest }),
    ...changesIn("form", null, {
      before: { summary: oldForm.summary },
      after: { summary: newForm.summary },
    }),
    ...compareThings("form", fieldsOf(before), fieldsOf(after)),
    ...compareThings("chain", nodesOf(before), nodesOf(after)),
  ];
}
