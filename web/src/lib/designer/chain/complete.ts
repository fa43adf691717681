import type { ChainNode } from "#shared/approval/chain.ts";

type Loose = Record<string, unknown>;

function isRecord(value: unknown): value is Loose {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function bilingual(value: unknown): { en: string; "zh-CN": string } {
  const both = isRecord(value) ? value : {};
  return { en: text(both.en), "zh-CN": text(both["zh-CN"]) };
}

function limit(value: unknown): unknown {
  if (!isRecord(value)) return undefined;
  const { minutes, onTimeout, otherwise } = value;
  return {
    ...value,
    minutes: typeof minutes === "number" ? minutes : 0,
    onTimeout: text(onTimeout) || "escalate",
    otherwise: otherwise === undefined ? undefined : completeNodes(otherwise),
  };
}

const policies = {
  mode: "any",
  ifNobody: "administrators",
  ifRequester: "leader",
  ifApprovedBefore: "ask",
  ifLeft: "leader",
  ifChanged: "ask-again",
  returnTo: ["requester", "passed"],
  afterReturn: "again",
  mayAdd: true,
  mayTransfer: true,
  fields: {},
};

function branches(value: unknown): Loose[] {
  return list(value).map((one) => {
    const way = isRecord(one) ? one : {};
    return { ...way, nodes: completeNodes(way.nodes) };
  });
}

const parts: Record<string, (node: Loose) => Loose> = {
  approve: (node) => ({
    ...policies,
    ...node,
    who: list(node.who),
    timeLimit: limit(node.timeLimit),
  }),
  confirm: (node) => ({
    ...policies,
    ...node,
    who: list(node.who),
    timeLimit: limit(node.timeLimit),
  }),
  cc: (node) => ({ ...node, who: list(node.who) }),
  branch: (node) => ({
    ...node,
    branches: branches(node.branches).map((way) => ({ when: { all: [] }, ...way })),
    otherwise: completeNodes(node.otherwise),
  }),
  parallel: (node) => ({ ...node, branches: branches(node.branches) }),
  automate: (node) => ({ parameters: {}, ...node, action: text(node.action) }),
  wait: (node) => node,
};

function complete(value: unknown): unknown {
  const node = isRecord(value) ? value : {};
  const kind = Object.hasOwn(parts, text(node.kind)) ? text(node.kind) : "wait";
  const base = { ...node, kind, id: text(node.id), name: bilingual(node.name) };
  return parts[kind]?.(base) ?? base;
}

/**
 * A chain as it is being written, with the schema's defaults where nothing is said, so that it can be drawn before
 * it is right. Every node stays at its place: paths are those of what was given.
 */
export function completeNodes(value: unknown): ChainNode[] {
  return list(value).map(complete) as ChainNode[];
}
