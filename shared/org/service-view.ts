import type { PersonRef } from "#shared/ticket/state.ts";
import { getDepartments, getUsers } from "./load.ts";
import type { ServiceRecord, UserRecord } from "./record.ts";
import type { Service } from "./schema.ts";

type Owner = Service["primaryOwner"];

function ownerIn(users: ReadonlyMap<string, UserRecord>, id: string): Owner {
  const user = users.get(id);
  return { id, name: user?.name ?? "", isActive: user?.state === "active" };
}

function peopleOf(services: ServiceRecord[]): string[] {
  return services.flatMap(({ primaryOwnerId, backupOwnerId }) => [
    primaryOwnerId,
    ...(backupOwnerId === null ? [] : [backupOwnerId]),
  ]);
}

/** Services with the names of their people and departments. Two BatchGets per hundred of each. */
export async function serviceViews(services: ServiceRecord[]): Promise<Service[]> {
  const placed = services.flatMap(({ departmentId }) => departmentId ?? []);
  const [people, departments] = await Promise.all([
    getUsers(peopleOf(services)),
    getDepartments(placed),
  ]);
  const users = new Map(people.map((user) => [user.userId, user]));
  const places = new Map<string, PersonRef>(
    departments.map(({ departmentId: id, name }) => [id, { id, name }]),
  );
  return services.map((service) => {
    const { serviceId: id, name, code, description, state, backupOwnerId } = service;
    return {
      id,
      name,
      code,
      department: places.get(service.departmentId ?? "") ?? null,
      primaryOwner: ownerIn(users, service.primaryOwnerId),
      backupOwner: backupOwnerId === null ? null : ownerIn(users, backupOwnerId),
      description,
      state,
    };
  });
}
