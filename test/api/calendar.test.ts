import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { loadWorkTimes } from "#shared/calendar/load.ts";
import { AuditEntity } from "#shared/audit/entity.ts";
import type { CalendarDocument } from "#shared/calendar/schema.ts";
import { here } from "#shared/table/model.ts";
import { createTemplate } from "#shared/template/create.ts";
import { getTemplateRecord } from "#shared/template/load.ts";
import { createVersionRow, putTemplate } from "#shared/template/store.ts";
import { systemCtx } from "#shared/core/ctx.ts";
import { auditWrite } from "#shared/audit/write.ts";
import { commit } from "#shared/table/commit.ts";
import { TestApi } from "#test/support/app.ts";
import { CapacityMeter } from "#test/support/capacity.ts";
import { addPerson, openSession, templateSource } from "#test/support/factory.ts";
import { ownTable } from "#test/support/own-table.ts";

let engine: { stop: () => Promise<void> };
let api: TestApi;
let admin: string;

beforeAll(async () => {
  engine = await ownTable();
  api = new TestApi();
  admin = await openSession(await addPerson({ roles: ["admin"] }));
});
afterAll(() => engine.stop());

const nine = { from: "09:00", to: "17:00" };
const name = { en: "Office", "zh-CN": "办公室" };
const week = { "1": [nine], "2": [nine], "3": [nine], "4": [nine], "5": [nine], "6": [], "7": [] };
const content = { name, zone: "Asia/Shanghai", week, days: [] };
const newYear = { date: "2026-01-01", kind: "holiday" as const, name };

let made = 0;
async function create(given: Partial<CalendarDocument> = {}) {
  const body = { code: `office-${(made += 1)}`, ...content, ...given };
  return (await api.call("createCalendar", { body }, admin)).body;
}
function update(code: string, body: object) {
  return api.loose("updateCalendar", { params: { code }, body }, admin);
}
const after = async (code: string) =>
  (await loadWorkTimes([code])).get(code)?.after("2025-12-31T08:30:00.000Z", 60);

describe("a calendar", () => {
  it("is kept as it was given, days in their order", async () => {
    const spans = [{ from: "10:00", to: "24:00" }];
    const days = [
      { date: "2026-02-14", kind: "workday" as const, name, spans },
      newYear,
      { ...newYear, date: "2026-01-02", spans: [] },
    ];
    const calendar = await create({ days });
    const { code } = calendar;
    const kept = { ...content, days: [days[1], days[2], days[0]], version: 1 };
    expect(calendar).toMatchObject(kept);
    expect((await api.call("getCalendar", { params: { code } }, admin)).body).toEqual(calendar);
    const { items } = (await api.call("listCalendars", {}, admin)).body;
    const listed = items.find((item) => item.code === code);
    expect(listed).toMatchObject({ name, zone: "Asia/Shanghai", dayCount: 3, version: 1 });
  });

  it("holds 2,000 days with names of their own", async () => {
    const days = Array.from({ length: 2000 }, (_, index) => ({
      date: new Date(Date.UTC(2026, 0, 1 + index)).toISOString().slice(0, 10),
      kind: "holiday" as const,
      name: { en: `D${index % 500}`, "zh-CN": `假${index % 500}` },
    }));
    expect((await create({ days })).days).toEqual(days);
  });

  it("has a code of its own, even when two are added at once", async () => {
    const body = { code: "raced", ...content };
    const answers = await Promise.all(
      [1, 2].map(() => api.loose("createCalendar", { body }, admin)),
    );
    const codes = answers.map(({ status, problem }) => problem?.code ?? status).map(String);
    expect(codes.filter((code) => code === "201")).toHaveLength(1);
    expect((await api.loose("createCalendar", { body }, admin)).problem?.code).toBe(
      "ALREADY_EXISTS",
    );
  });

  it("is changed only by who has read its newest version", async () => {
    const { code } = await create();
    const changed = await update(code, { ...content, zone: "Europe/Berlin", version: 1 });
    expect(changed.body).toMatchObject({ zone: "Europe/Berlin", version: 2 });
    const stale = await update(code, { ...content, version: 1 });
    expect(stale.problem?.code).toBe("CONFLICT");
    const { body } = await api.call("getCalendar", { params: { code } }, admin);
    expect(body.zone).toBe("Europe/Berlin");
    expect((await update("nowhere", { ...content, version: 1 })).problem?.code).toBe("NOT_FOUND");
  });

  it("tells in the audit log what came and went", async () => {
    const { code } = await create({ days: [newYear] });
    await update(code, { ...content, days: [{ ...newYear, date: "2027-01-01" }], version: 1 });
    const { data } = await AuditEntity.query.audit({ subjectId: code }).go(here());
    expect(data.map(({ action }) => action)).toEqual(["calendar.create", "calendar.update"]);
    expect(data[1]?.changes).toEqual({
      added: { count: 1, days: ["2027-01-01 holiday Office"] },
      removed: { count: 1, days: ["2026-01-01 holiday Office"] },
    });
  });
});

/** Publishes a template whose chain names a calendar, as one with time limits will. */
async function publishWith(calendar: string, state: "published" | "disabled"): Promise<void> {
  const ctx = systemCtx("test", new Date().toISOString());
  const templateId = await createTemplate(ctx, { source: templateSource() });
  const template = await getTemplateRecord(templateId);
  const document = { name, chain: [{ timeLimit: { minutes: 60, calendar } }] };
  const version = { templateId, number: 1, document: document as never, source: "x" };
  await commit(ctx, {
    audit: [auditWrite(ctx, "template.publish", templateId, {})],
    writes: [
      createVersionRow({ ...version, publishedAt: ctx.now, publishedBy: "test" }),
      putTemplate({ ...template, published: 1, state }),
    ],
    ref: templateId,
  });
}

describe("removing a calendar", () => {
  const remove = (code: string) => api.loose("deleteCalendar", { params: { code } }, admin);

  it("is done when nothing counts in it", async () => {
    const { code } = await create();
    await publishWith(`${code}-other`, "published");
    expect((await remove(code)).status).toBe(204);
    expect((await remove(code)).problem?.code).toBe("NOT_FOUND");
    expect(await after(code)).toBeUndefined();
  });

  it.each(["published", "disabled"] as const)(
    "is refused while a %s template names it",
    async (state) => {
      const { code } = await create();
      await publishWith(code, state);
      expect((await remove(code)).problem?.code).toBe("IN_USE");
      expect((await api.call("getCalendar", { params: { code } }, admin)).status).toBe(200);
    },
  );
});

describe("the work times for the engine", () => {
  it("follow a change made in this process at once, and leave out what there is not", async () => {
    const { code } = await create();
    expect(await after(code)).toBe("2026-01-01T01:30:00.000Z");
    await update(code, { ...content, days: [newYear], version: 1 });
    expect(await after(code)).toBe("2026-01-02T01:30:00.000Z");
    expect([...(await loadWorkTimes([code, "nowhere", code])).keys()]).toEqual([code]);
  });

  it("are read in one batch, and then not for half a minute", async () => {
    const codes = [(await create()).code, (await create()).code];
    const meter = new CapacityMeter();
    meter.start();
    await loadWorkTimes(codes);
    await loadWorkTimes(codes);
    expect(meter.read().requests).toEqual({ BatchGetItem: 1 });
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 31_000 });
    await loadWorkTimes(codes);
    vi.useRealTimers();
    expect(meter.stop().requests).toEqual({ BatchGetItem: 2 });
    meter.close();
  });

  it("are found once they are there", async () => {
    expect(await after("late-comer")).toBeUndefined();
    await create({ code: "late-comer" });
    expect(await after("late-comer")).toBe("2026-01-01T01:30:00.000Z");
  });
});
