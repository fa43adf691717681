import type { org } from "#shared/contract/org.ts";
import { createDelegation } from "#shared/org/create-delegation.ts";
import { createDepartment } from "#shared/org/create-department.ts";
import { createRole } from "#shared/org/create-role.ts";
import { createUser } from "#shared/org/create-user.ts";
import { deleteDelegation } from "#shared/org/delete-delegation.ts";
import { getOwnDelegation } from "#shared/org/get-delegation.ts";
import { viewDepartment } from "#shared/org/get-department.ts";
import { viewRole } from "#shared/org/get-role.ts";
import { viewUser } from "#shared/org/get-user.ts";
import { listDelegations } from "#shared/org/list-delegations.ts";
import { listDepartments } from "#shared/org/list-departments.ts";
import { listRoles } from "#shared/org/list-roles.ts";
import { listUsers } from "#shared/org/list-users.ts";
import { searchPeople } from "#shared/org/search-people.ts";
import { updateDepartment } from "#shared/org/update-department.ts";
import { updateRole } from "#shared/org/update-role.ts";
import { updateUser } from "#shared/org/update-user.ts";
import type { Routes } from "../mount.ts";
import { write, writeOnly } from "../write.ts";

export const orgRoutes: Routes<typeof org> = {
  searchPeople: (ctx, { query }) => searchPeople(ctx, query),
  listUsers: (ctx, { query }) => listUsers(ctx, query),
  createUser: write((ctx, { body }) => createUser(ctx, body), viewUser),
  updateUser: write(
    (ctx, { params, body }) => updateUser(ctx, { userId: params.id, ...body }),
    viewUser,
  ),
  listDepartments: (ctx) => listDepartments(ctx),
  createDepartment: write((ctx, { body }) => createDepartment(ctx, body), viewDepartment),
  updateDepartment: write(
    (ctx, { params, body }) => updateDepartment(ctx, { departmentId: params.id, ...body }),
    viewDepartment,
  ),
  listRoles: (ctx) => listRoles(ctx),
  createRole: write((ctx, { body }) => createRole(ctx, body), viewRole),
  updateRole: write(
    (ctx, { params, body }) => updateRole(ctx, { roleName: params.name, ...body }),
    viewRole,
  ),
  listDelegations: (ctx) => listDelegations(ctx),
  createDelegation: write((ctx, { body }) => createDelegation(ctx, body), getOwnDelegation),
  deleteDelegation: writeOnly((ctx, { params }) =>
    deleteDelegation(ctx, { delegationId: params.id }),
  ),
};
