import type { Approvers, Chain, ChainNode } from "#shared/approval/chain.ts";
import { fieldsOf, type Condition } from "#shared/core/condition.ts";
import type { Issue } from "#shared/core/error.ts";
import type { FormField } from "#shared/form/schema.ts";
import { actionCodes, checkParameters } from "#shared/plan/actions.ts";
import { unknownOptions } from "./check-options.ts";

type Fields = ReadonlyMap<string, FormField>;
type Placed = { path: string; node: ChainNode };

/** Nodes of the whole tree: more is no chain that anybody follows. */
const mostNodes = 100;

/** Every node with its path in the document, in reading order. */
function placed(chain: Chain, base: string): Placed[] {
  return chain.flatMap((node, index) => {
    const path = `${base}.${index}`;
    if (node.kind !== "branch") return [{ path, node }];
    return [
      { path, node },
      ...node.branches.flatMap((one, at) => placed(one.nodes, `${path}.branches.${at}.nodes`)),
      ...placed(node.otherwise, `${path}.otherwise`),
    ];
  });
}

function conditionIssues(path: string, condition: Condition, fields: Fields): Issue[] {
  const unknown = fieldsOf(condition).filter((name) => !fields.has(name));
  const issues = unknown.map((name) => ({
    path,
    code: "unknown_field",
    message: `There is no field “${name}”.`,
  }));
  return [...issues, ...unknownOptions(path, condition, fields)];
}

function approverIssues(path: string, who: Approvers, node: ChainNode, fields: Fields): Issue[] {
  if ("requester" in who && node.kind === "approve") {
    const message =
      "Nobody decides on their own request: the requester may only confirm or get a copy.";
    return [{ path, code: "requester_not_allowed", message }];
  }
  if (!("field" in who)) return [];
  const field = fields.get(who.field);
  if (field === undefined) {
    const message = `There is no field “${who.field}”.`;
    return [{ path: `${path}.field`, code: "unknown_field", message }];
  }
  if (field.type === "user") return [];
  const message = `“${who.field}” is no field of type user.`;
  return [{ path: `${path}.field`, code: "not_a_user_field", message }];
}

function nodeIssues({ path, node }: Placed, fields: Fields): Issue[] {
  if (node.kind === "automate") {
    if (!actionCodes.includes(node.action)) {
      const message = `There is no action “${node.action}”.`;
      return [{ path: `${path}.action`, code: "unknown_action", message }];
    }
    return checkParameters(node.action, node.parameters).map((issue) => ({
      ...issue,
      path: `${path}.parameters.${issue.path}`.replace(/\.$/, ""),
    }));
  }
  if (node.kind === "branch") {
    return node.branches.flatMap(({ when }, index) =>
      conditionIssues(`${path}.branches.${index}.when`, when, fields),
    );
  }
  return node.who.flatMap((who, index) =>
    approverIssues(`${path}.who.${index}`, who, node, fields),
  );
}

function duplicateIds(nodes: Placed[]): Issue[] {
  const seen = new Set<string>();
  return nodes.flatMap(({ path, node: { id } }) => {
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    return [{ path: `${path}.id`, code: "duplicate", message: `“${id}” is there already.` }];
  });
}

/** What the schema of a chain can't see: ids, fields, actions and who may be asked where. */
export function checkChain(chain: Chain, fields: Fields): Issue[] {
  const nodes = placed(chain, "chain");
  const issues = [...duplicateIds(nodes), ...nodes.flatMap((one) => nodeIssues(one, fields))];
  if (nodes.length <= mostNodes) return issues;
  return [...issues, { path: "chain", code: "too_big", message: `At most ${mostNodes} nodes.` }];
}

export type Named = { path: string; email: string } | { path: string; role: string };

/** People and roles that the chain names, for looking them up. */
export function namedIn(chain: Chain): Named[] {
  return placed(chain, "chain").flatMap(({ path, node }) => {
    if (node.kind === "branch" || node.kind === "automate") return [];
    return node.who.flatMap((who, index): Named[] => {
      const at = `${path}.who.${index}`;
      if ("role" in who) return [{ path: `${at}.role`, role: who.role }];
      if (!("users" in who)) return [];
      return who.users.map((email, user) => ({ path: `${at}.users.${user}`, email }));
    });
  });
}
