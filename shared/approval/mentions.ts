import { assertCan, type Ctx } from "#shared/core/ctx.ts";
import type { Bilingual } from "#shared/core/text.ts";
import { departmentOf, serviceOf } from "#shared/org/load.ts";
import { DepartmentEntity } from "#shared/org/entity.ts";
import { ServiceEntity } from "#shared/org/service-entity.ts";
import { here } from "#shared/table/model.ts";
import { namedIn } from "#shared/template/chain-paths.ts";
import { TemplateEntity } from "#shared/template/entity.ts";
import { getTemplateVersion, templateOf } from "#shared/template/load.ts";
import { assertPerson } from "./pending.ts";

/** Where the organisation relies on a person: what somebody has to change when she leaves. */
export type Mentions = {
  departments: { id: string; name: string; as: "leader" | "approver" }[];
  services: { id: string; name: string; as: "primary" | "backup" }[];
  templates: { id: string; name: Bilingual }[];
};

const all = () => ({ ...here(), pages: "all" }) as const;

async function departmentsOf(userId: string): Promise<Mentions["departments"]> {
  const { data } = await DepartmentEntity.query.byName({ directory: "department" }).go(all());
  type Led = Mentions["departments"];
  return data.map(departmentOf).flatMap(({ departmentId: id, name, ...rest }): Led => {
    if (rest.leaderId === userId) return [{ id, name, as: "leader" }];
    return rest.approverIds.includes(userId) ? [{ id, name, as: "approver" }] : [];
  });
}

async function servicesOf(userId: string): Promise<Mentions["services"]> {
  const { data } = await ServiceEntity.query.byName({ directory: "service" }).go(all());
  const active = data.map(serviceOf).filter(({ state }) => state === "active");
  type Owned = Mentions["services"];
  return active.flatMap(({ serviceId: id, name, primaryOwnerId, backupOwnerId }): Owned => {
    if (primaryOwnerId === userId) return [{ id, name, as: "primary" }];
    return backupOwnerId === userId ? [{ id, name, as: "backup" }] : [];
  });
}

/** Published templates whose chain names this mail address. Versions are read once by a process. */
async function templatesOf(email: string): Promise<Mentions["templates"]> {
  const { data } = await TemplateEntity.query.byCategory({ directory: "template" }).go(all());
  const published = data.map(templateOf).filter(({ state }) => state === "published");
  const found = published.map(async ({ templateId: id, name, published: number }) => {
    const { document } = await getTemplateVersion(id, number);
    const isNamed = namedIn(document.chain).some((one) => "email" in one && one.email === email);
    return isNamed ? [{ id, name }] : [];
  });
  return (await Promise.all(found)).flat();
}

/** Departments, services and published templates that rely on this person. */
export async function listMentions(ctx: Ctx, { userId }: { userId: string }): Promise<Mentions> {
  assertCan(ctx, "org:manage");
  const { email } = await assertPerson(userId);
  const [departments, services, templates] = await Promise.all([
    departmentsOf(userId),
    servicesOf(userId),
    templatesOf(email),
  ]);
  return { departments, services, templates };
}
