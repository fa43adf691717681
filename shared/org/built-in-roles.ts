import { builtInRoles } from "#shared/core/permission.ts";
import type { Bilingual } from "#shared/core/text.ts";
import type { RoleRecord } from "./record.ts";

const labels: Record<string, Bilingual> = {
  employee: { en: "Employee", "zh-CN": "员工" },
  operator: { en: "Operator", "zh-CN": "运维" },
  manager: { en: "Manager", "zh-CN": "主管" },
  coordinator: { en: "Release coordinator", "zh-CN": "上线总调度" },
  admin: { en: "Administrator", "zh-CN": "管理员" },
};

/** The roles that come with the product: they stand in the code and have no row. */
export const builtInRoleRecords: readonly RoleRecord[] = Object.entries(builtInRoles).map(
  ([roleName, permissions]) => ({
    roleName,
    version: 0,
    label: labels[roleName] ?? { en: roleName, "zh-CN": roleName },
    permissions: [...permissions],
    builtIn: true,
  }),
);
