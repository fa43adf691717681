import { readdir, readFile } from "node:fs/promises";
import { createCalendar } from "#shared/calendar/create.ts";
import { listCalendars } from "#shared/calendar/list.ts";
import { systemCtx, type Ctx } from "#shared/core/ctx.ts";
import { createDepartment } from "#shared/org/create-department.ts";
import { createUser } from "#shared/org/create-user.ts";
import { listDepartments } from "#shared/org/list-departments.ts";
import { getUserByEmail } from "#shared/org/load.ts";
import { verifyPassword } from "#shared/org/password.ts";
import { updateDepartment } from "#shared/org/update-department.ts";
import { updateUser } from "#shared/org/update-user.ts";
import { createTemplate } from "#shared/template/create.ts";
import { listTemplates } from "#shared/template/list.ts";
import { publishTemplate } from "#shared/template/publish.ts";
import { parse } from "yaml";
import { calendars } from "./calendars.ts";
import { colleagues, departments, signIns, type DemoPerson } from "./people.ts";
import { seedPlans } from "./seed-plans.ts";
import { seedServices } from "./services.ts";

const templatesDir = new URL("./templates/", import.meta.url);

function seedCtx(): Ctx {
  return systemCtx("demo-seed", new Date().toISOString());
}

/**
 * Fills an empty product with a small company. Every step looks first whether its work is done, so a start
 * that was killed half-way goes on where it stopped.
 */
export async function seedDemo({
  password,
}: {
  password: string;
}): Promise<{ people: DemoPerson[] }> {
  const ctx = seedCtx();
  const ids = await seedDepartments(ctx);
  const people = [...signIns, ...colleagues];
  const isSame = await isPasswordOf(people.at(-1), password);
  await Promise.all(people.map((person) => seedPerson(ctx, person, ids, { password, isSame })));
  await seedLeaders(ctx, people, ids);
  await seedCalendars(ctx);
  await seedServices(ctx, ids);
  await seedTemplates(ctx);
  await seedPlans(ctx);
  return { people: signIns };
}

async function seedDepartments(ctx: Ctx): Promise<Map<string, string>> {
  const { items } = await listDepartments(ctx);
  const ids = new Map(items.map(({ name, id }) => [name, id]));
  for (const { name, parent } of departments) {
    if (ids.has(name)) continue;
    const parentId = parent === null ? null : (ids.get(parent) ?? null);
    ids.set(name, await createDepartment(ctx, { name, parentId, leaderId: null, approverIds: [] }));
  }
  return ids;
}

/** All demo people share one password: looking at the last one of them tells for all. */
async function isPasswordOf(person: DemoPerson | undefined, password: string): Promise<boolean> {
  const known = person === undefined ? undefined : await getUserByEmail(person.email);
  return known !== undefined && verifyPassword(password, known.passwordHash);
}

async function seedPerson(
  ctx: Ctx,
  { email, name, roles, department, locale }: DemoPerson,
  ids: Map<string, string>,
  { password, isSame }: { password: string; isSame: boolean },
): Promise<void> {
  const known = await getUserByEmail(email);
  if (known === undefined) {
    const departmentIds = [ids.get(department)].filter((id) => id !== undefined);
    await createUser(ctx, {
      email,
      name,
      password,
      locale,
      roles,
      departmentIds,
      mailNotices: true,
    });
    return;
  }
  // Another DEMO_PASSWORD than last time: what is printed must work.
  if (!isSame) await updateUser(ctx, { userId: known.userId, password });
}

async function seedLeaders(
  ctx: Ctx,
  people: DemoPerson[],
  ids: Map<string, string>,
): Promise<void> {
  const { items } = await listDepartments(ctx);
  for (const { email, leads } of people) {
    if (leads === undefined) continue;
    const department = items.find(({ name }) => name === leads);
    const departmentId = ids.get(leads);
    const user = await getUserByEmail(email);
    if (department?.leader !== null || departmentId === undefined || user === undefined) continue;
    await updateDepartment(ctx, { departmentId, leaderId: user.userId });
  }
}

async function seedCalendars(ctx: Ctx): Promise<void> {
  const { items } = await listCalendars(ctx);
  const known = new Set(items.map(({ code }) => code));
  for (const calendar of calendars) {
    if (!known.has(calendar.code)) await createCalendar(ctx, calendar);
  }
}

async function seedTemplates(ctx: Ctx): Promise<void> {
  const { items } = await listTemplates(ctx);
  const files = (await readdir(templatesDir)).filter((file) => file.endsWith(".yaml")).sort();
  for (const file of files) {
    const source = await readFile(new URL(file, templatesDir), "utf8");
    const { name } = parse(source) as { name: { en: string } };
    const known = items.find((template) => template.name.en === name.en);
    const templateId = known?.id ?? (await createTemplate(ctx, { source }));
    if (known === undefined || known.state === "draft") await publishTemplate(ctx, { templateId });
  }
}
