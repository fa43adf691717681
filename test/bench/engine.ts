import type { Chain, ChainNode } from "#shared/approval/chain.ts";
import { decide } from "#shared/approval/engine/decide.ts";
import { submit } from "#shared/approval/engine/submit.ts";
import { approveNode, branchNode, parallelNode } from "#test/support/nodes.ts";
import { History } from "#test/support/situation.ts";

/** Commands per second of the pure approval engine: a ticket is submitted and approved to its end, again and again. */

const measureMs = 3000;
const stage = (id: string, mode = "any") => approveNode(id, { mode, timeLimit });
const timeLimit = { minutes: 480, remindAt: 0.5, onTimeout: "escalate" };

/** 30 nodes: three parallels, each with two ways of a branch and steps of their own, around single steps. */
function tree(): Chain {
  const block = (name: string): ChainNode[] => {
    const way = (id: string) => [
      branchNode(`${id}x`, 50, [stage(`${id}a`)], [stage(`${id}b`)]),
      stage(`${id}c`, "all"),
    ];
    return [parallelNode(`${name}p`, way(`${name}1`), way(`${name}2`)), stage(`${name}z`, "votes")];
  };
  return ["a", "b", "c"].flatMap(block);
}

/** Takes one ticket to its end; the number of commands. */
function walk(chain: Chain, people: Record<string, string[]>): number {
  const history = new History(chain, people);
  history.apply(submit(history.situation("alice")));
  for (let commands = 1; ; commands += 1) {
    const task = history.pending()[0];
    if (task === undefined || task.assignee === null) return commands;
    const { seq, assignee } = task;
    const decision = { seq, action: "approve", comment: null, actedBy: assignee } as const;
    const given = { ...decision, delegationId: null };
    history.apply(decide(history.situation(assignee.id), given));
  }
}

function measure(name: string, chain: Chain, nodes: number) {
  const ids = JSON.stringify(chain).matchAll(/"id":"(\w+)"/g);
  const people = Object.fromEntries([...ids].map(([, id]) => [`node:${id}`, ["bob", "carol"]]));
  walk(chain, people);
  const beganMs = performance.now();
  let [tickets, commands] = [0, 0];
  while (performance.now() - beganMs < measureMs) {
    commands += walk(chain, people);
    tickets += 1;
  }
  const seconds = (performance.now() - beganMs) / 1000;
  const perSecond = Math.round(commands / seconds);
  return {
    chain: name,
    nodes,
    tickets,
    commands,
    perSecond,
    microseconds: Math.round(1e6 / perSecond),
  };
}

const rows = [
  measure(
    "three stages",
    ["a", "b", "c"].map((id) => stage(id)),
    3,
  ),
  measure("tree", tree(), 30),
];
console.table(rows);
console.log(JSON.stringify(rows));
