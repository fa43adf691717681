import type { Chain, ChainNode } from "#shared/approval/chain.ts";
import type { Case } from "./case.ts";
import { play } from "./play.ts";

/** Smaller histories that still go wrong: leaves out commands and nodes, then makes what is left plainer. */

type Fails = (smaller: Case) => boolean;

const fails: Fails = (smaller) => play(smaller) !== null;

function withoutCommands(from: Case): Case {
  let best = from;
  for (let size = from.commands.length; size >= 1; size = Math.floor(size / 2)) {
    for (let at = 0; at < best.commands.length;) {
      const commands = best.commands.toSpliced(at, size);
      const smaller = { ...best, commands };
      if (fails(smaller)) best = smaller;
      else at += size;
    }
  }
  return best;
}

function plainerCommands(from: Case): Case {
  let best = from;
  for (const [at, command] of from.commands.entries()) {
    const commands = best.commands.with(at, { ...command, minutes: 0 });
    if (command.minutes > 0 && fails({ ...best, commands })) best = { ...best, commands };
  }
  return best;
}

/** Every chain that is this one without one node, or with one node made plainer. */
function smallerChains(chain: Chain): Chain[] {
  return chain.flatMap((node, at) => [
    ...(chain.length > 1 ? [chain.toSpliced(at, 1)] : []),
    ...smallerNodes(node).map((nodes) => chain.toSpliced(at, 1, ...nodes)),
  ]);
}

function smallerNodes(node: ChainNode): Chain[] {
  if (node.kind === "parallel") {
    const inside = node.branches.flatMap(({ nodes }, at) =>
      smallerChains(nodes).map((list) => [
        { ...node, branches: node.branches.with(at, { nodes: list }) },
      ]),
    );
    return [...node.branches.map(({ nodes }) => nodes), ...inside];
  }
  if (node.kind === "branch") {
    const [first] = node.branches;
    if (first === undefined) return [];
    const otherwise = smallerChains(node.otherwise).map((list) => [{ ...node, otherwise: list }]);
    const taken = smallerChains(first.nodes).map((nodes) => [
      { ...node, branches: [{ ...first, nodes }] },
    ]);
    return [first.nodes, node.otherwise, ...otherwise, ...taken].filter((one) => one.length > 0);
  }
  if (node.kind !== "approve" && node.kind !== "confirm") return [];
  const { timeLimit } = node;
  const plainer = [
    { ...node, timeLimit: undefined },
    { ...node, mode: "any" as const },
    { ...node, ifChanged: "keep" as const },
    { ...node, fields: {} },
    { ...node, ifApprovedBefore: "ask" as const },
    { ...node, timeLimit: timeLimit && { ...timeLimit, remindAt: undefined, calendar: undefined } },
  ];
  return plainer.filter((one) => JSON.stringify(one) !== JSON.stringify(node)).map((one) => [one]);
}

function smallerChain(from: Case): Case {
  let best = from;
  for (;;) {
    const found = smallerChains(best.chain).find((chain) => fails({ ...best, chain }));
    if (found === undefined) return best;
    best = { ...best, chain: found };
  }
}

function fewerPeople(from: Case): Case {
  let best = from;
  for (const [question, people] of Object.entries(from.people)) {
    const { [question]: _, ...others } = best.people;
    if (fails({ ...best, people: others })) best = { ...best, people: others };
    else {
      const one = { ...best.people, [question]: people.slice(0, 1) };
      if (people.length > 1 && fails({ ...best, people: one })) best = { ...best, people: one };
    }
  }
  return best;
}

/** The smallest history found that still breaks something. */
export function shrink(from: Case): Case {
  let best = from;
  for (let round = 0; round < 4; round += 1) {
    const smaller = plainerCommands(fewerPeople(smallerChain(withoutCommands(best))));
    if (JSON.stringify(smaller) === JSON.stringify(best)) break;
    best = smaller;
  }
  return best;
}
