import type { FormValues } from "#shared/core/condition.ts";
import { liveDirectory, type Directory } from "#shared/org/directory.ts";
import type { UserRecord } from "#shared/org/record.ts";
import type { PersonRef } from "#shared/ticket/state.ts";
import type { Approvers, NamedApprovers } from "./approvers.ts";
import { askResolver } from "./resolver.ts";

/** For whom a chain is asked: who submits, from which department, with which form and which people picked. */
export type Subject = {
  requester: PersonRef;
  departmentId: string | null;
  values: FormValues;
  /** People the requester picked, by node. */
  choices: Record<string, string[]>;
  /** Where people are looked up; without it, in the table. */
  directory?: Directory;
};

export function directoryOf(subject: Pick<Subject, "directory">): Directory {
  return subject.directory ?? liveDirectory;
}

/** People a source names, and those it names who have left the organisation. */
export type Found = { people: PersonRef[]; left: UserRecord[] };

const highestTree = 20;
const nobody: Found = { people: [], left: [] };

export function refsOf(users: (UserRecord | undefined)[]): PersonRef[] {
  return users.flatMap((user) =>
    user?.state === "active" ? [{ id: user.userId, name: user.name }] : [],
  );
}

function foundOf(users: (UserRecord | undefined)[]): Found {
  const left = users.flatMap((user) =>
    user === undefined || user.state === "active" ? [] : [user],
  );
  return { people: refsOf(users), left };
}

/** Leader of the department `up` levels above `departmentId`, or of the nearest one above that has one. */
export async function leaderOf(
  directory: Directory,
  departmentId: string | null,
  up: number,
  not: string,
): Promise<PersonRef[]> {
  let current = departmentId;
  for (let level = 0; current !== null && level < highestTree; level += 1) {
    const department = await directory.getDepartment(current);
    if (department === undefined) return [];
    if (level >= up && department.leaderId !== null && department.leaderId !== not) {
      const leader = refsOf([await directory.getUser(department.leaderId)]);
      if (leader.length > 0) return leader;
    }
    current = department.parentId;
  }
  return [];
}

async function ownDepartment(subject: Subject) {
  const { departmentId } = subject;
  return departmentId === null ? undefined : directoryOf(subject).getDepartment(departmentId);
}

async function departmentLeader(subject: Subject, up: number): Promise<PersonRef[]> {
  const { requester, departmentId } = subject;
  const directory = directoryOf(subject);
  if (up > 0) return leaderOf(directory, departmentId, up, "");
  if ((await ownDepartment(subject))?.leaderId === requester.id) return [requester];
  return leaderOf(directory, departmentId, 0, "");
}

async function departmentApprovers(subject: Subject): Promise<Found> {
  const department = await ownDepartment(subject);
  return foundOf(await directoryOf(subject).getUsers(department?.approverIds ?? []));
}

/** The primary owner, or the backup when the primary one has left or asks for herself. */
async function serviceOwner(field: string, subject: Subject): Promise<Found> {
  const serviceId = subject.values[field];
  if (typeof serviceId !== "string") return nobody;
  const owners = await directoryOf(subject).ownersOfService(serviceId);
  const [able] = refsOf(owners).filter(({ id }) => id !== subject.requester.id);
  return able === undefined ? foundOf(owners) : { people: [able], left: [] };
}

async function findNamed(who: NamedApprovers, subject: Subject): Promise<Found> {
  const directory = directoryOf(subject);
  if ("users" in who) return foundOf(await Promise.all(who.users.map(directory.getUserByEmail)));
  if ("role" in who) return { people: await directory.listRoleMembers(who.role), left: [] };
  if ("departmentLeader" in who) {
    return { people: await departmentLeader(subject, who.departmentLeader.up), left: [] };
  }
  if ("departmentApprovers" in who) return departmentApprovers(subject);
  if ("requester" in who) return { people: [subject.requester], left: [] };
  if ("serviceOwner" in who) return serviceOwner(who.serviceOwner, subject);
  const chosen = subject.values[who.field];
  return typeof chosen === "string" ? foundOf([await directory.getUser(chosen)]) : nobody;
}

function join(found: Found[]): Found {
  const people = found.flatMap((one) => one.people);
  return {
    people: [...new Map(people.map((person) => [person.id, person])).values()],
    left: found.flatMap((one) => one.left),
  };
}

/** Everybody whom these sources name. */
export async function findAll(
  nodeId: string,
  who: readonly Approvers[],
  subject: Subject,
): Promise<Found> {
  const found = who.map(async (one): Promise<Found> => {
    if ("choice" in one)
      return foundOf(await directoryOf(subject).getUsers(subject.choices[nodeId] ?? []));
    if ("resolver" in one) return foundOf(await askResolver(nodeId, one.resolver, subject));
    return findNamed(one, subject);
  });
  return join(await Promise.all(found));
}
