import { here } from "#shared/table/model.ts";
import { DepartmentEntity, UserEntity } from "./entity.ts";
import {
  departmentOf,
  getDepartment,
  getUser,
  getUserByEmail,
  getUsers,
  listRoleMembers,
  ownersOfService,
} from "./load.ts";
import type { DepartmentRecord, UserRecord } from "./record.ts";

/** What finding approvers needs to know of the organisation. */
export type Directory = {
  getDepartment: typeof getDepartment;
  getUser: typeof getUser;
  getUserByEmail: typeof getUserByEmail;
  getUsers: (userIds: readonly string[]) => Promise<UserRecord[]>;
  listRoleMembers: typeof listRoleMembers;
  ownersOfService: typeof ownersOfService;
};

/** The organisation as it is in the table at this moment. */
export const liveDirectory: Directory = {
  getDepartment,
  getUser,
  getUserByEmail,
  getUsers,
  listRoleMembers,
  ownersOfService,
};

/** Everybody and every department, read once: for questions about all of them. */
export type Snapshot = Directory & { users: UserRecord[]; departments: DepartmentRecord[] };

async function everybody(): Promise<UserRecord[]> {
  const query = UserEntity.query.byName({ directory: "user" });
  return (await query.go({ ...here(), pages: "all" })).data;
}

async function everyDepartment(): Promise<DepartmentRecord[]> {
  const query = DepartmentEntity.query.byName({ directory: "department" });
  return (await query.go({ ...here(), pages: "all" })).data.map(departmentOf);
}

/** Remembers the answers of a question for as long as the snapshot lives. */
function once<Answer>(ask: (key: string) => Promise<Answer>): (key: string) => Promise<Answer> {
  const answers = new Map<string, Promise<Answer>>();
  return (key) => {
    const known = answers.get(key) ?? ask(key);
    answers.set(key, known);
    return known;
  };
}

/**
 * The organisation as one picture: two listings, then nothing is read again but roles and services, once each.
 * Costs a Query page for each hundred or so people; for administrators' checks, not for requests of everybody.
 */
export async function takeSnapshot(): Promise<Snapshot> {
  const [users, departments] = await Promise.all([everybody(), everyDepartment()]);
  const byId = new Map(users.map((user) => [user.userId, user]));
  const byEmail = new Map(users.map((user) => [user.email, user]));
  const tree = new Map(departments.map((department) => [department.departmentId, department]));
  return {
    users,
    departments,
    getDepartment: async (id) => tree.get(id),
    getUser: async (id) => byId.get(id),
    getUserByEmail: async (email) => byEmail.get(email.toLowerCase()),
    getUsers: async (ids) => [...new Set(ids)].flatMap((id) => byId.get(id) ?? []),
    listRoleMembers: once(listRoleMembers),
    ownersOfService: once(ownersOfService),
  };
}
