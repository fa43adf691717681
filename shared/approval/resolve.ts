import type { Directory } from "#shared/org/directory.ts";
import type { PersonRef } from "#shared/ticket/state.ts";
import type { AskNode, CcNode, Chain } from "./chain.ts";
import { rangeOf } from "./choice.ts";
import { NeedsPeople, type Asked } from "./engine/situation.ts";
import { nodeOf } from "./engine/tree.ts";
import { directoryOf, findAll, leaderOf, type Found, type Subject } from "./find.ts";

function distinct(people: PersonRef[]): PersonRef[] {
  return [...new Map(people.map((person) => [person.id, person])).values()];
}

async function administrators(directory: Directory, except: string): Promise<PersonRef[]> {
  return (await directory.listRoleMembers("admin")).filter((person) => person.id !== except);
}

/** Leaders of those who have left, where the node asks them instead. */
async function insteadOfLeavers(
  node: AskNode,
  { left }: Found,
  subject: Subject,
): Promise<PersonRef[]> {
  if (node.ifLeft === "leave-out") return [];
  const [directory, self] = [directoryOf(subject), subject.requester.id];
  const leaders = left.map((user) => leaderOf(directory, user.departmentIds[0] ?? null, 0, self));
  return (await Promise.all(leaders)).flat();
}

/** Who is asked at this node once its policies (leavers, own request, nobody found) have spoken. */
async function askedAt(node: AskNode, subject: Subject): Promise<Asked> {
  const self = subject.requester.id;
  const directory = directoryOf(subject);
  const found = await findAll(node.id, node.who, subject);
  const replaced = await insteadOfLeavers(node, found, subject);
  const named = distinct([...found.people, ...replaced]);
  const isOwn = node.kind === "approve" && named.some((person) => person.id === self);
  const others = isOwn ? named.filter((person) => person.id !== self) : named;
  const instead =
    isOwn && node.ifRequester === "leader"
      ? await leaderOf(directory, subject.departmentId, 0, self)
      : [];
  const people = distinct([...others, ...instead]).filter(
    (person) => node.kind === "confirm" || person.id !== self,
  );
  const note = isOwn ? "own_request" : replaced.length > 0 ? "has_left" : null;
  if (people.length > 0) return { people, note };
  if (node.ifNobody === "skip") return { people: [], note: "nobody_found" };
  return { people: await administrators(directory, self), note: "nobody_found" };
}

/** The leader of a person's department, else of one further up; never the requester of the ticket. */
export async function leadersAbove(
  userId: string,
  requesterId: string,
  directory: Directory,
): Promise<PersonRef[]> {
  const user = await directory.getUser(userId);
  const leaders = await leaderOf(directory, user?.departmentIds[0] ?? null, 0, userId);
  return leaders.filter((person) => person.id !== requesterId);
}

/** Who stands one level above a person: her department's leader, else further up, else the administrators. */
async function above(userId: string, subject: Subject): Promise<Asked> {
  const directory = directoryOf(subject);
  const people = await leadersAbove(userId, subject.requester.id, directory);
  if (people.length > 0) return { people, note: null };
  return { people: await administrators(directory, subject.requester.id), note: "nobody_found" };
}

/** To whom an overdue task passes; never to the requester of an approval. */
async function onTimeout(node: AskNode, subject: Subject): Promise<Asked> {
  const { people } = await findAll(node.id, node.timeLimit?.transferTo ?? [], subject);
  const self = subject.requester.id;
  const able = people.filter(({ id }) => node.kind === "confirm" || id !== self);
  if (able.length > 0) return { people: able, note: null };
  return { people: await administrators(directoryOf(subject), self), note: "nobody_found" };
}

async function answer(question: string, chain: Chain, subject: Subject): Promise<Asked> {
  const [kind, id = ""] = question.split(":");
  if (kind === "above") return above(id, subject);
  const node = nodeOf(chain, id);
  if (node?.kind === "cc") return copied(node, subject);
  if (node?.kind !== "approve" && node?.kind !== "confirm") {
    return { people: [], note: "nobody_found" };
  }
  return kind === "timeout" ? onTimeout(node, subject) : askedAt(node, subject);
}

async function copied(node: CcNode, subject: Subject): Promise<Asked> {
  const { people } = await findAll(node.id, node.who, subject);
  return { people, note: null };
}

/** Runs an engine step, answering its questions about people until it has all it needs. */
export async function withPeople<Result>(
  chain: Chain,
  subject: Subject,
  step: (people: ReadonlyMap<string, Asked>) => Result,
  known: ReadonlyMap<string, Asked> = new Map(),
): Promise<Result> {
  const people = new Map(known);
  for (;;) {
    try {
      return step(people);
    } catch (error) {
      if (!(error instanceof NeedsPeople) || people.has(error.question)) throw error;
      people.set(error.question, await answer(error.question, chain, subject));
    }
  }
}

/** Who would be asked at this node, and among whom the requester picks: for previews. */
export async function peopleAt(node: AskNode | CcNode, subject: Subject): Promise<Asked> {
  const choice = await rangeOf(node, subject);
  if (choice !== undefined && (subject.choices[node.id] ?? []).length === 0) {
    return { people: [], note: null, choice };
  }
  const asked = await (node.kind === "cc" ? copied(node, subject) : askedAt(node, subject));
  return choice === undefined ? asked : { ...asked, choice };
}
