import { createCalendar } from "#shared/calendar/create.ts";
import type { OperationName } from "#shared/contract/index.ts";
import { keep, sourceKey } from "#shared/form/source-kept.ts";
import { createTemplate } from "#shared/template/create.ts";
import { createDepartment } from "#shared/org/create-department.ts";
import { createService } from "#shared/org/create-service.ts";
import { createRole } from "#shared/org/create-role.ts";
import { systemCtx } from "#shared/core/ctx.ts";
import { callers as everybody, type Caller, type Cast } from "#test/support/cast.ts";
import { addPerson, password } from "#test/support/factory.ts";
import { ask, publish, sourceOf } from "#test/support/office.ts";
import { planRows } from "./authorisation-plans.ts";
import { recordRows } from "./authorisation-records.ts";
import type { Row } from "./authorisation-row.ts";
import { settingRows } from "./authorisation-settings.ts";

const admin: Caller[] = ["admin"];
const managers: Caller[] = ["manager", "coordinator", "admin"];

const system = () => systemCtx("test", new Date().toISOString());
const nothing = () => ({});
const label = { en: "Own", "zh-CN": "自有" };
const name = { en: "Office", "zh-CN": "办公室" };
const hours = [{ from: "09:00", to: "17:00" }];
const week = { "1": hours, "2": hours, "3": hours, "4": hours, "5": hours, "6": [], "7": [] };
const content = { name, zone: "Asia/Shanghai", week, days: [] };
const range = { from: "2026-01-01", to: "2026-01-31" };

let made = 0;
const next = () => `row-${(made += 1)}`;

async function draftTemplate(cast: Cast): Promise<{ id: string }> {
  const source = sourceOf([ask("stage", [cast.who("assignee")])]);
  return { id: await createTemplate(system(), { source }) };
}

/** Its source was asked a moment ago, so that nobody has to be asked now. */
async function optionField(cast: Cast): Promise<{ id: string; field: string }> {
  const paths = { itemsPath: "", valuePath: "id", labelPath: "name" };
  const rest = { name: "supplier", label, timeoutSeconds: 1, cacheSeconds: 3600 };
  const field = { type: "external" as const, url: "https://options.test/", ...paths, ...rest };
  await keep(sourceKey(field, field.url), { options: [], at: new Date().toISOString() });
  const id = await publish([ask("stage", [cast.who("assignee")])], { fields: [field] });
  return { id, field: field.name };
}

async function service(cast: Cast): Promise<{ id: string }> {
  const given = { name: next(), code: null, departmentId: null, description: "" };
  const owners = { primaryOwnerId: cast.bystander, backupOwnerId: null };
  return { id: await createService(system(), { ...given, ...owners }) };
}

async function department(): Promise<{ id: string }> {
  const given = { name: next(), parentId: null, leaderId: null, approverIds: [] };
  return { id: await createDepartment(system(), given) };
}

async function calendar(): Promise<{ code: string }> {
  return { code: await createCalendar(system(), { code: next(), ...content }) };
}

export const table: Row[] = [
  // Session
  {
    operation: "signIn",
    may: everybody,
    isPublic: true,
    request: async () => ({ body: { email: (await addPerson()).email, password } }),
  },
  { operation: "getHealth", may: everybody, isPublic: true, request: nothing },
  { operation: "signOut", may: everybody, request: nothing },
  { operation: "getMe", may: everybody, request: nothing },
  { operation: "updateMe", may: everybody, request: () => ({ body: { mailNotices: false } }) },

  // Organisation
  { operation: "searchPeople", may: everybody, request: () => ({ query: { q: "re" } }) },
  { operation: "listDepartments", may: everybody, request: nothing },
  { operation: "listRoles", may: everybody, request: nothing },
  { operation: "listUsers", may: admin, request: nothing },
  {
    operation: "createUser",
    may: admin,
    request: () => ({ body: { email: `${next()}@demo.test`, name: "New", password } }),
  },
  {
    operation: "updateUser",
    may: admin,
    request: (cast) => ({
      params: { id: cast.who("stranger").userId },
      body: { name: "stranger" },
    }),
  },
  ...(["listPending", "listMentions"] as const).map((operation): Row => ({
    operation,
    may: admin,
    request: (cast) => ({ params: { id: cast.who("stranger").userId } }),
  })),
  {
    operation: "handOverTasks",
    may: admin,
    request: (cast) => ({
      params: { id: cast.who("stranger").userId },
      body: { to: null, reason: "for the table" },
    }),
  },
  { operation: "createDepartment", may: admin, request: () => ({ body: { name: next() } }) },
  {
    operation: "updateDepartment",
    may: admin,
    request: async () => ({ params: await department(), body: { name: next() } }),
  },
  {
    operation: "createRole",
    may: admin,
    request: () => ({ body: { name: next(), label, permissions: [] } }),
  },
  {
    operation: "updateRole",
    may: admin,
    request: async () => {
      const name = await createRole(system(), { name: next(), label, permissions: [] });
      return { params: { name }, body: { permissions: ["org:manage"] } };
    },
  },
  { operation: "listServices", may: everybody, request: nothing },
  {
    operation: "getService",
    may: everybody,
    request: async (cast) => ({ params: await service(cast) }),
  },
  {
    operation: "createService",
    may: admin,
    request: (cast) => ({ body: { name: next(), primaryOwnerId: cast.bystander } }),
  },
  {
    operation: "updateService",
    may: admin,
    request: async (cast) => ({ params: await service(cast), body: { description: "changed" } }),
  },
  { operation: "listDelegations", may: everybody, request: nothing },
  {
    operation: "createDelegation",
    may: everybody,
    request: (cast) => ({
      body: {
        delegateId: cast.bystander,
        from: "2026-01-01T00:00:00Z",
        to: "2099-01-01T00:00:00Z",
      },
    }),
  },
  {
    operation: "deleteDelegation",
    may: ["former"],
    refusal: "404 NOT_FOUND",
    request: async (cast) => ({ params: { id: await cast.delegation("former", cast.bystander) } }),
  },

  // Calendars
  { operation: "listCalendars", may: everybody, request: nothing },
  {
    operation: "getCalendar",
    may: everybody,
    request: async () => ({ params: await calendar() }),
  },
  {
    operation: "createCalendar",
    may: admin,
    request: () => ({ body: { code: next(), ...content } }),
  },
  {
    operation: "updateCalendar",
    may: admin,
    request: async () => ({ params: await calendar(), body: { version: 1, ...content } }),
  },
  {
    operation: "deleteCalendar",
    may: admin,
    request: async () => ({ params: await calendar() }),
  },

  // Templates
  { operation: "listTemplates", may: everybody, request: nothing },
  {
    operation: "getTemplate",
    may: everybody,
    request: (cast) => ({ params: { id: cast.requestTemplate } }),
  },
  {
    operation: "getTemplate",
    what: "its draft",
    may: admin,
    request: (cast) => ({ params: { id: cast.requestTemplate }, query: { draft: true } }),
  },
  {
    operation: "previewChain",
    may: everybody,
    request: (cast) => ({ params: { id: cast.requestTemplate }, body: { values: {} } }),
  },
  {
    operation: "listOptions",
    may: everybody,
    request: async (cast) => ({ params: await optionField(cast), body: { values: {} } }),
  },
  { operation: "checkTemplate", may: admin, request: () => ({ body: { source: "name: x" } }) },
  {
    operation: "createTemplate",
    may: admin,
    request: (cast) => ({ body: { source: sourceOf([ask("stage", [cast.who("assignee")])]) } }),
  },
  {
    operation: "saveTemplate",
    may: admin,
    request: async (cast) => ({
      params: await draftTemplate(cast),
      body: { source: sourceOf([ask("other", [cast.who("assignee")])]) },
    }),
  },
  {
    operation: "publishTemplate",
    may: admin,
    request: async (cast) => ({ params: await draftTemplate(cast) }),
  },
  {
    operation: "disableTemplate",
    may: admin,
    request: async (cast) => ({ params: await cast.publishedTemplate() }),
  },
  {
    operation: "compareTemplateVersions",
    may: admin,
    request: async (cast) => ({ params: await cast.publishedTemplate(), query: { from: 1 } }),
  },
  {
    operation: "copyTemplate",
    may: admin,
    request: async (cast) => ({ params: await draftTemplate(cast) }),
  },
  {
    operation: "simulateTemplate",
    may: admin,
    request: async (cast) => ({
      params: await draftTemplate(cast),
      body: { requesterId: cast.bystander },
    }),
  },
  ...(["simulatePast", "findHoles"] as const).map((operation): Row => ({
    operation,
    may: admin,
    request: async (cast) => ({ params: await draftTemplate(cast), body: {} }),
  })),
  {
    operation: "listTemplateVersions",
    may: admin,
    request: (cast) => ({ params: { id: cast.requestTemplate } }),
  },

  ...planRows,
  ...recordRows,
  ...settingRows,

  // Notices and reports
  { operation: "listNotices", may: everybody, request: nothing },
  {
    operation: "readNotices",
    may: everybody,
    request: () => ({ body: { ids: ["ntc_x_task.assigned"] } }),
  },
  { operation: "getReport", may: managers, request: () => ({ query: range }) },
  {
    operation: "listReportTickets",
    may: managers,
    request: () => ({ query: { ...range, figure: "submitted" } }),
  },
];

/** Opened by a secret that is not a session; tested on its own below the table. */
export const byToken: OperationName[] = ["callbackNode"];
