import { fromItem } from "#shared/table/attribute.ts";
import { here } from "#shared/table/model.ts";
import type { PersonRef } from "#shared/ticket/state.ts";
import {
  DelegationEntity,
  DepartmentEntity,
  EmailEntity,
  RoleMemberEntity,
  UserEntity,
} from "./entity.ts";
import type { DelegationRecord, DepartmentRecord, ServiceRecord, UserRecord } from "./record.ts";
import { ServiceCodeEntity, ServiceEntity } from "./service-entity.ts";

function consistent() {
  return { ...here(), consistent: true } as const;
}

export function departmentOf(item: object): DepartmentRecord {
  return fromItem<DepartmentRecord>(item, ["parentId", "leaderId"]);
}

export function delegationOf(item: object): DelegationRecord {
  return fromItem<DelegationRecord>(item, ["templateIds"]);
}

/** The person, whatever her state. One Get. */
export async function getUser(userId: string): Promise<UserRecord | undefined> {
  const { data } = await UserEntity.get({ userId }).go(consistent());
  return data ?? undefined;
}

/** The id that a mail address (in lower case) stands for. One Get. */
export async function getUserIdByEmail(email: string): Promise<string | undefined> {
  const { data } = await EmailEntity.get({ email }).go(consistent());
  return data?.userId;
}

/** The person with this mail address. Two Gets. */
export async function getUserByEmail(email: string): Promise<UserRecord | undefined> {
  const userId = await getUserIdByEmail(email.toLowerCase());
  return userId === undefined ? undefined : getUser(userId);
}

/** Those people that exist, in the order asked for. One BatchGet per hundred. */
export async function getUsers(userIds: readonly string[]): Promise<UserRecord[]> {
  const distinct = [...new Set(userIds)];
  if (distinct.length === 0) return [];
  const keys = distinct.map((userId) => ({ userId }));
  const { data } = await UserEntity.get(keys).go(consistent());
  // A batch answers in any order.
  const found = new Map(data.map((user) => [user.userId, user]));
  return distinct.flatMap((userId) => found.get(userId) ?? []);
}

export async function getDepartment(departmentId: string): Promise<DepartmentRecord | undefined> {
  const { data } = await DepartmentEntity.get({ departmentId }).go(consistent());
  return data === null ? undefined : departmentOf(data);
}

/** Those departments that exist. One BatchGet per hundred. */
export async function getDepartments(ids: readonly string[]): Promise<DepartmentRecord[]> {
  const distinct = [...new Set(ids)];
  if (distinct.length === 0) return [];
  const keys = distinct.map((departmentId) => ({ departmentId }));
  const { data } = await DepartmentEntity.get(keys).go(consistent());
  return data.map(departmentOf);
}

export function serviceOf(item: object): ServiceRecord {
  return fromItem<ServiceRecord>(item, ["code", "departmentId", "backupOwnerId"]);
}

/** The service, in whatever state. One Get. */
export async function getServiceRecord(serviceId: string): Promise<ServiceRecord | undefined> {
  const { data } = await ServiceEntity.get({ serviceId }).go(consistent());
  return data === null ? undefined : serviceOf(data);
}

/** Those services that exist. One BatchGet per hundred. */
export async function getServices(ids: readonly string[]): Promise<ServiceRecord[]> {
  const distinct = [...new Set(ids)];
  if (distinct.length === 0) return [];
  const { data } = await ServiceEntity.get(distinct.map((serviceId) => ({ serviceId }))).go(
    consistent(),
  );
  return data.map(serviceOf);
}

/** Who answers for a service: primary owner, then backup owner, whether or not they are active. Two reads. */
export async function ownersOfService(serviceId: string): Promise<UserRecord[]> {
  const service = await getServiceRecord(serviceId);
  if (service === undefined) return [];
  const { primaryOwnerId, backupOwnerId } = service;
  return getUsers(backupOwnerId === null ? [primaryOwnerId] : [primaryOwnerId, backupOwnerId]);
}

/** Active people who hold a role, oldest account first. Nobody is listed for `employee`: everybody holds it. */
export async function listRoleMembers(roleName: string): Promise<PersonRef[]> {
  const query = RoleMemberEntity.query.member({ roleName });
  const { data } = await query.go({ ...consistent(), pages: "all" });
  return data.map((member) => ({ id: member.userId, name: member.name }));
}

/** Delegations under which this person may act for others at `now`. One Query of an index. */
export async function activeDelegationsFor(
  delegateId: string,
  now: string,
): Promise<DelegationRecord[]> {
  const query = DelegationEntity.query.byDelegate({ delegateId }).gt({ to: now });
  const { data } = await query.go({ ...here(), pages: "all" });
  return data.map(delegationOf).filter((delegation) => delegation.from <= now);
}

/** The people with these mail addresses (in lower case), by address. Two BatchGets per hundred. */
export async function getUsersByEmail(
  emails: readonly string[],
): Promise<ReadonlyMap<string, UserRecord>> {
  const distinct = [...new Set(emails)];
  if (distinct.length === 0) return new Map();
  const { data } = await EmailEntity.get(distinct.map((email) => ({ email }))).go(consistent());
  const users = await getUsers(data.map(({ userId }) => userId));
  return new Map(users.map((user) => [user.email, user]));
}

/** Whether a service has this code, in whatever state. One Get. */
export async function isServiceCode(code: string): Promise<boolean> {
  const { data } = await ServiceCodeEntity.get({ code }).go(consistent());
  return data !== null;
}
