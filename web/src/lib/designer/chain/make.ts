import type { ChainNode } from "#shared/approval/chain.ts";
import type { Condition } from "#shared/core/condition.ts";
import type { Bilingual } from "#shared/core/text.ts";
import type { Form } from "#shared/form/schema.ts";
import { freshId, idsOf } from "./ids.ts";

/** What can be added: ready-made steps first, then every kind of node. */
export const readyMade = ["leader", "role", "people", "choice"] as const;
export const plainKinds = [
  "approve",
  "confirm",
  "cc",
  "branch",
  "parallel",
  "automate",
  "wait",
] as const;
export type Choice = (typeof readyMade)[number] | (typeof plainKinds)[number];

const names: Record<Choice, Bilingual> = {
  leader: { en: "Department leader", "zh-CN": "部门负责人" },
  role: { en: "Approval by role", "zh-CN": "角色审批" },
  people: { en: "Named approvers", "zh-CN": "指定人员审批" },
  choice: { en: "Picked by the requester", "zh-CN": "申请人自选审批人" },
  approve: { en: "Approval", "zh-CN": "审批" },
  confirm: { en: "Confirmation", "zh-CN": "确认" },
  cc: { en: "Copy", "zh-CN": "抄送" },
  branch: { en: "Branch", "zh-CN": "条件分支" },
  parallel: { en: "At the same time", "zh-CN": "并行" },
  automate: { en: "Automation", "zh-CN": "自动执行" },
  wait: { en: "Wait", "zh-CN": "等待" },
};
const ids: Record<Choice, string> = {
  leader: "leader",
  role: "by-role",
  people: "named",
  choice: "picked",
  approve: "approve",
  confirm: "confirm",
  cc: "copy",
  branch: "branch",
  parallel: "parallel",
  automate: "automate",
  wait: "wait",
};

const leader = { departmentLeader: { up: 0 } };

/** A condition to begin with: the first field that holds a value is filled in. */
export function firstCondition(form: Form): Condition {
  const field = form.fields.find(({ type }) => type !== "note");
  return { field: field?.name ?? "", filled: true };
}

type Named = (choice: Choice) => { id: string; name: Bilingual };

function partOf(choice: Choice, form: Form, named: Named): object {
  const approve = (who: object) => ({ kind: "approve", ...named(choice), who: [who], mode: "any" });
  switch (choice) {
    case "approve":
    case "leader":
      return approve(leader);
    case "role":
      return approve({ role: "" });
    case "people":
      return approve({ users: [] });
    case "choice":
      return approve({ choice: { atLeast: 1, atMost: 1 } });
    case "confirm":
      return { kind: choice, ...named(choice), who: [{ requester: true }] };
    case "cc":
      return { kind: choice, ...named(choice), who: [leader] };
    case "branch": {
      const branches = [{ when: firstCondition(form), nodes: [] }];
      return { kind: choice, ...named(choice), branches, otherwise: [] };
    }
    case "parallel": {
      const nodes = () => [partOf("leader", form, named)];
      return { kind: choice, ...named(choice), branches: [{ nodes: nodes() }, { nodes: nodes() }] };
    }
    case "automate": {
      const parameters = { url: "https://", method: "POST" };
      return { kind: choice, ...named(choice), action: "http.request", parameters };
    }
    case "wait":
      return { kind: choice, ...named(choice), minutes: 1440 };
  }
}

/** A new node, saying only what it must: defaults stay unwritten. Its ids are new to the chain. */
export function makeNode(choice: Choice, chain: ChainNode[], form: Form): ChainNode {
  const taken = idsOf(chain);
  const named = (wanted: Choice) => {
    const id = freshId(ids[wanted], taken);
    taken.add(id);
    return { id, name: names[wanted] };
  };
  return partOf(choice, form, named) as ChainNode;
}

/** A way to begin with for a parallel, which wants at least one step in each. */
export function makeParallelWay(chain: ChainNode[], form: Form): { nodes: ChainNode[] } {
  return { nodes: [makeNode("leader", chain, form)] };
}
