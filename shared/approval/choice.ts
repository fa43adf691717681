import type { Issue } from "#shared/core/error.ts";
import type { ChainStep } from "#shared/ticket/schema.ts";
import type { AskNode, CcNode, Chain } from "./chain.ts";
import { directoryOf, findAll, type Subject } from "./find.ts";
import { stepsFor } from "./route.ts";

type Range = NonNullable<ChainStep["choice"]>;

/** Among whom the requester picks at this node, and how many; undefined when the template names everybody. */
export async function rangeOf(
  node: AskNode | CcNode,
  subject: Subject,
): Promise<Range | undefined> {
  const source = node.who.find((one) => "choice" in one);
  if (source === undefined) return undefined;
  const { from, atLeast, atMost } = source.choice;
  if (from === undefined) return { from: null, atLeast, atMost };
  const { people } = await findAll(node.id, from, subject);
  const able = people.filter(({ id }) => node.kind !== "approve" || id !== subject.requester.id);
  return { from: able, atLeast: Math.min(atLeast, Math.max(1, able.length)), atMost };
}

async function choiceIssues(node: AskNode | CcNode, subject: Subject): Promise<Issue[]> {
  const range = await rangeOf(node, subject);
  if (range === undefined) return [];
  const path = `choices.${node.id}`;
  const picked = subject.choices[node.id] ?? [];
  if (picked.length < range.atLeast) {
    return [{ path, code: "required", message: `Pick at least ${range.atLeast}.` }];
  }
  if (picked.length > range.atMost || new Set(picked).size < picked.length) {
    return [{ path, code: "too_many", message: `Pick at most ${range.atMost}, nobody twice.` }];
  }
  const able =
    range.from ?? (await directoryOf(subject).getUsers(picked)).map(({ userId: id }) => ({ id }));
  const strange = picked.find((id) => !able.some((person) => person.id === id));
  const isOwn = node.kind === "approve" && picked.includes(subject.requester.id);
  if (strange === undefined && !isOwn) return [];
  return [{ path, code: "not_allowed", message: "Somebody picked may not be asked here." }];
}

/** What stands against the requester's own choice of approvers on the way that her form takes. */
export async function checkChoices(chain: Chain, subject: Subject): Promise<Issue[]> {
  const asking = stepsFor(chain, subject.values).flatMap(({ node }) =>
    node.kind === "automate" || node.kind === "wait" ? [] : [node],
  );
  return (await Promise.all(asking.map((node) => choiceIssues(node, subject)))).flat();
}
