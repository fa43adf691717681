import type { Approvers } from "#shared/approval/approvers.ts";
import type { AskNode, Chain, ChainNode, WaitNode } from "#shared/approval/chain.ts";
import { fieldsOf, type Condition } from "#shared/core/condition.ts";
import type { Issue } from "#shared/core/error.ts";
import type { FormField } from "#shared/form/schema.ts";
import { checkParameters } from "#shared/action/check.ts";
import { findAction } from "#shared/action/catalogue/index.ts";
import { unknownOptions } from "./check-options.ts";
import { placed, sourcesOf, type Placed } from "./chain-paths.ts";

type Fields = ReadonlyMap<string, FormField>;

/** Nodes of the whole tree: more is no chain that anybody follows. */
const mostNodes = 100;

function conditionIssues(path: string, condition: Condition, fields: Fields): Issue[] {
  const unknown = fieldsOf(condition).filter((name) => !fields.has(name));
  const issues = unknown.map((name) => unknownField(path, name));
  return [...issues, ...unknownOptions(path, condition, fields)];
}

function unknownField(path: string, name: string): Issue {
  return { path, code: "unknown_field", message: `There is no field “${name}”.` };
}

/** A field that a node reads must be there and of this type. */
function fieldIssues(path: string, name: string, type: string, fields: Fields): Issue[] {
  const field = fields.get(name);
  if (field === undefined) return [unknownField(path, name)];
  if (field.type === type) return [];
  const message = `“${name}” is no field of type ${type}.`;
  return [{ path, code: `not_a_${type}_field`, message }];
}

function approverIssues(path: string, who: Approvers, node: ChainNode, fields: Fields): Issue[] {
  if ("requester" in who && node.kind === "approve") {
    const message =
      "Nobody decides on their own request: the requester may only confirm or get a copy.";
    return [{ path, code: "requester_not_allowed", message }];
  }
  if ("choice" in who && node.kind === "cc") {
    const message = "A copy goes to people the template names.";
    return [{ path, code: "choice_not_allowed", message }];
  }
  if ("serviceOwner" in who) {
    return fieldIssues(`${path}.serviceOwner`, who.serviceOwner, "service", fields);
  }
  return "field" in who ? fieldIssues(`${path}.field`, who.field, "user", fields) : [];
}

function voteIssues(path: string, { mode, votes }: AskNode): Issue[] {
  if ((mode === "votes") === (votes !== undefined)) return [];
  const message =
    mode === "votes"
      ? "Say how many votes are needed: `votes: {atLeast: 2}` or `votes: {percent: 60}`."
      : "Only the mode `votes` counts votes: set `mode: votes`, or take `votes` away.";
  return [{ path: `${path}.votes`, code: "votes_mismatch", message }];
}

function timeIssues(path: string, { timeLimit }: AskNode): Issue[] {
  if (timeLimit === undefined) return [];
  const { onTimeout, transferTo, otherwise } = timeLimit;
  const wants = (key: "transferTo" | "otherwise", given: unknown, how: string): Issue[] => {
    if ((onTimeout === how) === (given !== undefined)) return [];
    const message = `\`${key}\` belongs to \`onTimeout: ${how}\`, and is needed there.`;
    return [{ path: `${path}.timeLimit.${key}`, code: "timeout_mismatch", message }];
  };
  return [
    ...wants("transferTo", transferTo, "transfer"),
    ...wants("otherwise", otherwise, "branch"),
  ];
}

function accessIssues(path: string, node: AskNode, fields: Fields): Issue[] {
  return Object.keys(node.fields)
    .filter((name) => !fields.has(name))
    .map((name) => unknownField(`${path}.fields.${name}`, name));
}

function waitIssues(path: string, { minutes, until }: WaitNode, fields: Fields): Issue[] {
  if ((minutes === undefined) === (until === undefined)) {
    const message = "Say either for how many `minutes` or `until` which field's instant.";
    return [{ path, code: "wait_mismatch", message }];
  }
  return until === undefined ? [] : fieldIssues(`${path}.until`, until, "dateTime", fields);
}

function actionIssues(path: string, action: string, parameters: Record<string, unknown>): Issue[] {
  if (findAction(action) === undefined) {
    const message = `There is no action “${action}”.`;
    return [{ path: `${path}.action`, code: "unknown_action", message }];
  }
  return checkParameters(action, parameters).map((issue) => ({
    ...issue,
    path: `${path}.parameters.${issue.path}`.replace(/\.$/, ""),
  }));
}

function nodeIssues({ path, node }: Placed, fields: Fields): Issue[] {
  switch (node.kind) {
    case "automate":
      return actionIssues(path, node.action, node.parameters);
    case "wait":
      return waitIssues(path, node, fields);
    case "branch":
      return node.branches.flatMap(({ when }, index) =>
        conditionIssues(`${path}.branches.${index}.when`, when, fields),
      );
    case "parallel":
    case "cc":
      return [];
    default:
      return [
        ...voteIssues(path, node),
        ...timeIssues(path, node),
        ...accessIssues(path, node, fields),
      ];
  }
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

/** What the schema of a chain can't see: ids, fields, actions, policies that do not fit, and who may be asked. */
export function checkChain(chain: Chain, fields: Fields): Issue[] {
  const nodes = placed(chain, "chain");
  const issues = [
    ...duplicateIds(nodes),
    ...nodes.flatMap((one) => nodeIssues(one, fields)),
    ...nodes.flatMap(({ path, node }) =>
      sourcesOf(node, path).flatMap((one) => approverIssues(one.path, one.who, node, fields)),
    ),
  ];
  if (nodes.length <= mostNodes) return issues;
  return [...issues, { path: "chain", code: "too_big", message: `At most ${mostNodes} nodes.` }];
}
