import type { Approvers } from "#shared/approval/approvers.ts";
import type { Chain, ChainNode } from "#shared/approval/chain.ts";

/** A node with its path in the document, for messages that say where. */
export type Placed = { path: string; node: ChainNode };

/** The lists below a node with their paths. */
function listsAt(node: ChainNode, path: string): [string, Chain][] {
  if (node.kind === "branch" || node.kind === "parallel") {
    const branches = node.branches.map(({ nodes }, at): [string, Chain] => [
      `${path}.branches.${at}.nodes`,
      nodes,
    ]);
    if (node.kind === "parallel") return branches;
    return [...branches, [`${path}.otherwise`, node.otherwise]];
  }
  const isAsk = node.kind === "approve" || node.kind === "confirm";
  const otherwise = isAsk ? node.timeLimit?.otherwise : undefined;
  return otherwise === undefined ? [] : [[`${path}.timeLimit.otherwise`, otherwise]];
}

/** Every node of the tree with its path, in reading order. */
export function placed(chain: Chain, base: string): Placed[] {
  return chain.flatMap((node, index) => {
    const path = `${base}.${index}`;
    const below = listsAt(node, path).flatMap(([at, list]) => placed(list, at));
    return [{ path, node }, ...below];
  });
}

export type Source = { path: string; who: Approvers };

/** Every way in which a node names people: those it asks, those to choose from, those a time-out passes it to. */
export function sourcesOf(node: ChainNode, path: string): Source[] {
  if (node.kind !== "approve" && node.kind !== "confirm" && node.kind !== "cc") return [];
  const transferTo = node.kind === "cc" ? [] : (node.timeLimit?.transferTo ?? []);
  const sources = [
    ...node.who.map((who, index) => ({ path: `${path}.who.${index}`, who })),
    ...transferTo.map((who, index) => ({ path: `${path}.timeLimit.transferTo.${index}`, who })),
  ];
  return sources.flatMap((source) => {
    if (!("choice" in source.who)) return [source];
    const from = source.who.choice.from ?? [];
    const inner = from.map((who, index) => ({ path: `${source.path}.choice.from.${index}`, who }));
    return [source, ...inner];
  });
}

export type Named =
  | { path: string; email: string }
  | { path: string; role: string }
  | { path: string; calendar: string };

function calendarAt({ path, node }: Placed): Named[] {
  if (node.kind === "wait" && node.calendar !== undefined) {
    return [{ path: `${path}.calendar`, calendar: node.calendar }];
  }
  const isAsk = node.kind === "approve" || node.kind === "confirm";
  const calendar = isAsk ? node.timeLimit?.calendar : undefined;
  return calendar === undefined ? [] : [{ path: `${path}.timeLimit.calendar`, calendar }];
}

function peopleAt({ path, who }: Source): Named[] {
  if ("role" in who) return [{ path: `${path}.role`, role: who.role }];
  if (!("users" in who)) return [];
  return who.users.map((email, user) => ({ path: `${path}.users.${user}`, email }));
}

/** People, roles and calendars that the chain names, for looking them up. */
export function namedIn(chain: Chain): Named[] {
  return placed(chain, "chain").flatMap((one) => [
    ...sourcesOf(one.node, one.path).flatMap(peopleAt),
    ...calendarAt(one),
  ]);
}
