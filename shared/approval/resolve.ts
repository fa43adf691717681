import type { FormValues } from "#shared/core/condition.ts";
import {
  getDepartment,
  getUser,
  getUserByEmail,
  getUsers,
  listRoleMembers,
} from "#shared/org/load.ts";
import type { UserRecord } from "#shared/org/record.ts";
import type { PersonRef } from "#shared/ticket/schema.ts";
import { allNodes, type Approvers, type AskNode, type CcNode, type Chain } from "./chain.ts";
import { NeedsPeople, type Asked } from "./situation.ts";

/** For whom a chain is asked: who submits, from which department, with which form. */
export type Subject = { requester: PersonRef; departmentId: string | null; values: FormValues };

const highestTree = 20;

function refsOf(users: (UserRecord | undefined)[]): PersonRef[] {
  return users.flatMap((user) =>
    user?.state === "active" ? [{ id: user.userId, name: user.name }] : [],
  );
}

/** Leader of the department `up` levels above `departmentId`, or of the nearest one above that has one. */
async function leaderOf(
  departmentId: string | null,
  up: number,
  not: string,
): Promise<PersonRef[]> {
  let current = departmentId;
  for (let level = 0; current !== null && level < highestTree; level += 1) {
    const department = await getDepartment(current);
    if (department === undefined) return [];
    if (level >= up && department.leaderId !== null && department.leaderId !== not) {
      const leader = refsOf([await getUser(department.leaderId)]);
      if (leader.length > 0) return leader;
    }
    current = department.parentId;
  }
  return [];
}

async function departmentLeader(
  { requester, departmentId }: Subject,
  up: number,
): Promise<PersonRef[]> {
  if (up > 0) return leaderOf(departmentId, up, "");
  const department = departmentId === null ? undefined : await getDepartment(departmentId);
  if (department?.leaderId === requester.id) return [requester];
  return leaderOf(departmentId, 0, "");
}

async function departmentApprovers({ departmentId }: Subject): Promise<PersonRef[]> {
  const department = departmentId === null ? undefined : await getDepartment(departmentId);
  return refsOf(await getUsers(department?.approverIds ?? []));
}

async function find(who: Approvers, subject: Subject): Promise<PersonRef[]> {
  if ("users" in who) return refsOf(await Promise.all(who.users.map(getUserByEmail)));
  if ("role" in who) return listRoleMembers(who.role);
  if ("departmentLeader" in who) return departmentLeader(subject, who.departmentLeader.up);
  if ("departmentApprovers" in who) return departmentApprovers(subject);
  if ("requester" in who) return [subject.requester];
  const chosen = subject.values[who.field];
  return typeof chosen === "string" ? refsOf([await getUser(chosen)]) : [];
}

function distinct(people: PersonRef[]): PersonRef[] {
  return [...new Map(people.map((person) => [person.id, person])).values()];
}

async function findAll(who: Approvers[], subject: Subject): Promise<PersonRef[]> {
  return distinct((await Promise.all(who.map((one) => find(one, subject)))).flat());
}

async function administrators(except: string): Promise<PersonRef[]> {
  return (await listRoleMembers("admin")).filter((person) => person.id !== except);
}

/** Who is asked at this node once its policies (own request, nobody found) have spoken. */
async function askedAt(node: AskNode, subject: Subject): Promise<Asked> {
  const named = await findAll(node.who, subject);
  const self = subject.requester.id;
  const isOwn = node.kind === "approve" && named.some((person) => person.id === self);
  const others = isOwn ? named.filter((person) => person.id !== self) : named;
  const instead =
    isOwn && node.ifRequester === "leader" ? await leaderOf(subject.departmentId, 0, self) : [];
  const people = distinct([...others, ...instead]).filter(
    (person) => node.kind === "confirm" || person.id !== self,
  );
  if (people.length > 0) return { people, note: isOwn ? "own_request" : null };
  if (node.ifNobody === "skip") return { people: [], note: "nobody_found" };
  return { people: await administrators(self), note: "nobody_found" };
}

/** Who stands one level above a person: her department's leader, else further up, else the administrators. */
async function above(userId: string, subject: Subject): Promise<Asked> {
  const user = await getUser(userId);
  const leaders = await leaderOf(user?.departmentIds[0] ?? null, 0, userId);
  const people = leaders.filter((person) => person.id !== subject.requester.id);
  if (people.length > 0) return { people, note: null };
  return { people: await administrators(subject.requester.id), note: "nobody_found" };
}

async function answer(question: string, chain: Chain, subject: Subject): Promise<Asked> {
  const [kind, id = ""] = question.split(":");
  if (kind === "above") return above(id, subject);
  const node = allNodes(chain).find((candidate) => candidate.id === id);
  if (node?.kind === "cc") return copied(node, subject);
  if (node?.kind === "approve" || node?.kind === "confirm") return askedAt(node, subject);
  return { people: [], note: "nobody_found" };
}

async function copied(node: CcNode, subject: Subject): Promise<Asked> {
  return { people: await findAll(node.who, subject), note: null };
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

/** Who would be asked at this node: for previews. */
export function peopleAt(node: AskNode | CcNode, subject: Subject): Promise<Asked> {
  return node.kind === "cc" ? copied(node, subject) : askedAt(node, subject);
}
