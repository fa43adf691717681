import { getUsers, getUsersByEmail, listRoleMembers } from "#shared/org/load.ts";
import type { UserRecord } from "#shared/org/record.ts";
import type { PersonRef } from "#shared/ticket/state.ts";

/** People as actions name them: by mail address, id or role. */

/** Who was found, each once, and the names behind which there is nobody (any more). */
export type Found = { people: PersonRef[]; notFound: string[] };

/** Active people by the mail address or the id that names them. */
export async function peopleNamed(
  names: readonly string[],
): Promise<ReadonlyMap<string, UserRecord>> {
  const emails = names.filter((name) => name.includes("@"));
  const ids = names.filter((name) => !name.includes("@"));
  const [byEmail, byId] = await Promise.all([
    getUsersByEmail(emails.map((email) => email.toLowerCase())),
    getUsers(ids),
  ]);
  const users = new Map(byId.map((user) => [user.userId, user]));
  return new Map(
    names.flatMap((name) => {
      const user = byEmail.get(name.toLowerCase()) ?? users.get(name);
      return user?.state === "active" ? [[name, user] as const] : [];
    }),
  );
}

export async function findPeople(given: { people: string[]; roles: string[] }): Promise<Found> {
  const named = await peopleNamed(given.people);
  const members = await Promise.all(given.roles.map(listRoleMembers));
  const people = [
    ...[...named.values()].map(({ userId: id, name }) => ({ id, name })),
    ...members.flat(),
  ];
  return {
    people: [...new Map(people.map((person) => [person.id, person])).values()],
    notFound: [
      ...given.people.filter((name) => !named.has(name)),
      ...given.roles.filter((_role, index) => members[index]?.length === 0),
    ],
  };
}

/** For logs and results. */
export function namesOf({ people, notFound }: Found): string {
  const names = people.map(({ name }) => name).join(", ");
  return notFound.length === 0 ? names : `${names} (not found: ${notFound.join(", ")})`;
}

export function nobody({ notFound }: Found): {
  kind: "failed";
  code: string;
  message: string;
} {
  const message = `Nobody is there to be asked or told. Not found: ${notFound.join(", ")}`;
  return { kind: "failed", code: "NOBODY_FOUND", message };
}
