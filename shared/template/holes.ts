import type { AskNode, CcNode } from "#shared/approval/chain.ts";
import { findAll, type Subject } from "#shared/approval/find.ts";
import { peopleAt } from "#shared/approval/resolve.ts";
import { stepsFor, type StepNode } from "#shared/approval/route.ts";
import type { FormValues } from "#shared/core/condition.ts";
import { assertCan, type Ctx } from "#shared/core/ctx.ts";
import type { Bilingual } from "#shared/core/text.ts";
import { takeSnapshot, type Snapshot } from "#shared/org/directory.ts";
import type { UserRecord } from "#shared/org/record.ts";
import type { PersonRef } from "#shared/ticket/state.ts";
import { placed } from "./chain-paths.ts";
import { documentToTry } from "./given.ts";
import type { HoleKind } from "./hole-kinds.ts";
import { sampleForms } from "./sample-forms.ts";
import type { TemplateDocument } from "./schema.ts";

/** A place at which the chain does not do what its author may think, and for whom. */
export type Hole = {
  kind: HoleKind;
  nodeId: string;
  name: Bilingual;
  /** How many requesters it concerns, with some of them; none for what concerns everybody. */
  requesters: number;
  examples: PersonRef[];
  /** A form that leads there: the fields that conditions ask about. */
  form: FormValues | null;
};

type Input = { templateId: string; source?: string | undefined };
export type HolesReport = {
  holes: Hole[];
  requesters: number;
  forms: number;
  /** False when there were more combinations of values than are tried. */
  isAll: boolean;
};

const mostExamples = 5;
/** One command cannot ask more people at once. */
const mostAsked = 80;
type Asking = AskNode | CcNode;

/** Everybody who may submit × every way through the chain: where nobody, or nobody able, would be asked. */
export async function findHoles(ctx: Ctx, { templateId, source }: Input): Promise<HolesReport> {
  assertCan(ctx, "template:manage");
  const document = await documentToTry(templateId, source);
  const directory = await takeSnapshot();
  const { forms, isAll } = sampleForms(document.chain, document.form);
  const reached = reachedNodes(document, forms);
  const requesters = directory.users.filter(({ state }) => state === "active");
  const holes: Hole[] = unreachable(document, reached);
  for (const { node, form } of reached.values()) {
    if (node.kind === "automate" || node.kind === "wait") continue;
    holes.push(...(await holesAt(node, form, requesters, directory)));
  }
  return { holes, requesters: requesters.length, forms: forms.length, isAll };
}

type Reached = ReadonlyMap<string, { node: StepNode; form: FormValues }>;

/** Each node that some form leads to, with the first such form. */
function reachedNodes({ chain }: TemplateDocument, forms: FormValues[]): Reached {
  const reached = new Map<string, { node: StepNode; form: FormValues }>();
  for (const form of forms) {
    for (const { node } of stepsFor(chain, form)) {
      if (!reached.has(node.id)) reached.set(node.id, { node, form });
    }
  }
  return reached;
}

/** Steps no form leads to. What runs after a time-out is reached when its stage is. */
function unreachable({ chain }: TemplateDocument, reached: Reached): Hole[] {
  return placed(chain, "chain").flatMap(({ path, node }): Hole[] => {
    const isStep = node.kind !== "branch" && node.kind !== "parallel";
    if (!isStep || reached.has(node.id) || path.includes(".timeLimit.otherwise")) return [];
    const { id: nodeId, name } = node;
    return [{ kind: "unreachable", nodeId, name, requesters: 0, examples: [], form: null }];
  });
}

async function holesAt(
  node: Asking,
  form: FormValues,
  requesters: UserRecord[],
  directory: Snapshot,
): Promise<Hole[]> {
  const concerned = new Map<HoleKind, PersonRef[]>();
  for (const { userId: id, name, departmentIds } of requesters) {
    const requester = { id, name };
    const departmentId = departmentIds[0] ?? null;
    const subject = { requester, departmentId, values: form, choices: {}, directory };
    for (const kind of await kindsFor(node, subject)) {
      concerned.set(kind, [...(concerned.get(kind) ?? []), requester]);
    }
  }
  return [...concerned].map(([kind, people]) => ({
    kind,
    nodeId: node.id,
    name: node.name,
    requesters: people.length,
    examples: people.slice(0, mostExamples),
    form,
  }));
}

/** Whom only the form, the requester or an outside system can name is not known before. */
function isOpen(node: Asking): boolean {
  return node.who.some(
    (one) => "field" in one || "serviceOwner" in one || "choice" in one || "resolver" in one,
  );
}

async function kindsFor(node: Asking, subject: Subject): Promise<HoleKind[]> {
  const named = node.who.filter(
    (one) => !("field" in one) && !("serviceOwner" in one) && !("resolver" in one),
  );
  const found = await findAll(node.id, named, subject);
  const leaver: HoleKind[] = found.left.length > 0 ? ["leaver"] : [];
  if (isOpen(node) && found.people.length === 0) return [...leaver, "unknown"];
  const asked = await peopleAt({ ...node, who: named } as Asking, subject);
  if (node.kind === "cc") return leaver;
  return [...leaver, ...askedKinds(node, subject, found.people, asked.people)];
}

function askedKinds(
  node: AskNode,
  { requester }: Subject,
  named: PersonRef[],
  asked: PersonRef[],
): HoleKind[] {
  const isSelf = named.length > 0 && named.every(({ id }) => id === requester.id);
  const missing: HoleKind = node.ifNobody === "skip" ? "skipped" : "nobody";
  const wanted = node.votes !== undefined && "atLeast" in node.votes ? node.votes.atLeast : 1;
  return [
    ...(named.length === 0 ? [missing] : []),
    ...(isSelf && node.kind === "approve" ? (["only_self"] as const) : []),
    ...(asked.length === 0 && node.ifNobody !== "skip" ? (["nobody_at_all"] as const) : []),
    ...(asked.length > 0 && asked.length < wanted ? (["too_few"] as const) : []),
    ...(asked.length > mostAsked ? (["too_many"] as const) : []),
  ];
}
