import { systemCtx } from "#shared/core/ctx.ts";
import { createUser } from "#shared/org/create-user.ts";
import { stages, type Stage } from "./activity.ts";
import { signIn, type Person } from "./client.ts";
import { roleOf, templateSource } from "./template.ts";

const password = "replay-of-a-real-log";

/** Everybody and everything a replay needs on the platform. */
export type World = {
  admin: Person;
  operator: Person;
  approvers: ReadonlyMap<Stage, Person>;
  /** One requester per organisational unit. */
  requesters: ReadonlyMap<string, Person>;
  templateId: string;
};

type Someone = { name: string; roles?: string[]; departmentIds?: string[] };

// The first administrator cannot be made through the API: it is the same door that the demo's seed uses.
async function firstAdmin(url: string): Promise<Person> {
  const email = "admin@replay.test";
  await createUser(systemCtx("replay", new Date().toISOString()), {
    email,
    name: "Replay admin",
    password,
    locale: "en",
    roles: ["admin"],
    departmentIds: [],
    mailNotices: false,
  });
  return signIn(url, { email, password });
}

async function addPerson(url: string, admin: Person, someone: Someone): Promise<Person> {
  const email = `${someone.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}@replay.test`;
  await admin.call("createUser", { body: { email, password, mailNotices: false, ...someone } });
  return signIn(url, { email, password });
}

async function addApprover(url: string, admin: Person, stage: Stage): Promise<Person> {
  const label = { en: stage, "zh-CN": stage };
  await admin.call("createRole", { body: { name: roleOf(stage), label, permissions: [] } });
  return addPerson(url, admin, { name: `Stage ${stage}`, roles: [roleOf(stage)] });
}

async function addRequester(url: string, admin: Person, orgUnit: string): Promise<Person> {
  const { id } = await admin.call("createDepartment", { body: { name: orgUnit } });
  return addPerson(url, admin, { name: `Requester of ${orgUnit}`, departmentIds: [id] });
}

async function publishTemplate(admin: Person, serviceUrl: string): Promise<string> {
  const body = { source: templateSource(serviceUrl) };
  const { id } = await admin.call("createTemplate", { body });
  await admin.call("publishTemplate", { params: { id } });
  return id;
}

/** Builds people, departments, roles and the template through the API. */
export async function buildWorld(
  url: string,
  orgUnits: string[],
  serviceUrl: string,
): Promise<World> {
  const admin = await firstAdmin(url);
  const approvers = new Map<Stage, Person>();
  for (const stage of stages) approvers.set(stage, await addApprover(url, admin, stage));
  const requesters = new Map<string, Person>();
  for (const unit of orgUnits) requesters.set(unit, await addRequester(url, admin, unit));
  return {
    admin,
    operator: await addPerson(url, admin, { name: "Operator", roles: ["operator"] }),
    approvers,
    requesters,
    templateId: await publishTemplate(admin, serviceUrl),
  };
}
