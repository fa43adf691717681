import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connectStorage } from "#functions/lib/storage.ts";
import { here } from "#shared/table/model.ts";
import { AttachmentEntity } from "#shared/ticket/entity.ts";
import type { TicketView } from "#shared/ticket/schema.ts";
import { Desk, deskFields } from "#test/support/desk.ts";
import { assertLaws } from "#test/support/laws.ts";
import { ask, publish, submitted } from "#test/support/office.ts";
import { ownTable } from "#test/support/own-table.ts";

let engine: { stop: () => Promise<void> };
let desk: Desk;

beforeAll(async () => {
  engine = await ownTable();
  connectStorage();
  desk = await Desk.open();
});
afterAll(() => engine.stop());

describe("a field that a stage hides", () => {
  it("is in nothing that those asked there are sent; others see it", async () => {
    const hidden = { fields: { secret: "hidden" } };
    const id = await desk.begin([
      ask("one", desk.users("Bob"), hidden),
      ask("two", desk.users("Carol")),
    ]);
    const seen = await desk.look("Bob", id);
    expect(JSON.stringify(seen)).not.toContain("the password");
    expect(seen.form.fields.map(({ name }) => name)).toEqual(["purpose", "amount"]);
    await desk.approve("Bob", id);
    expect((await desk.look("Carol", id)).values["secret"]).toBe("the password");
    expect((await desk.look("Alice", id)).values["secret"]).toBe("the password");
    expect(JSON.stringify(await desk.look("Bob", id))).not.toContain("the password");
  });
});

describe("a file in a hidden field", () => {
  it("is neither listed for those asked there nor given out to them", async () => {
    const file = {
      type: "attachment" as const,
      name: "file",
      label: { en: "File", "zh-CN": "文件" },
      maxFiles: 1,
    };
    const hidden = ask("one", desk.users("Bob"), { fields: { file: "hidden" } });
    const templateId = await publish([hidden], { fields: [file] });
    const body = { templateId, values: { purpose: "x" } };
    const { id } = (await desk.api.call("createTicket", { body }, desk.who("Alice").token)).body;
    const attachmentId = "att_00000000000000000000000001";
    const { userId, name } = desk.who("Alice").user;
    await AttachmentEntity.put({
      ...{ ticketId: id, attachmentId, name: "plan.pdf", size: 4, type: "application/pdf" },
      ...{ sha256: "0".repeat(64), state: "stored", createdAt: "2026-01-01T00:00:00.000Z" },
      uploadedBy: { id: userId, name },
    }).go(here());
    const values = { purpose: "x", file: [attachmentId] };
    await desk.api.call(
      "saveTicket",
      { params: { id }, body: { values } },
      desk.who("Alice").token,
    );
    await desk.api.call("submitTicket", { params: { id } }, desk.who("Alice").token);
    expect((await desk.look("Alice", id)).attachments).toHaveLength(1);
    expect((await desk.look("Bob", id)).attachments).toEqual([]);
    const params = { id, attachmentId };
    const got = await desk.api.loose("getAttachment", { params }, desk.who("Bob").token);
    expect(got.problem?.code).toBe("NOT_FOUND");
    expect(
      (await desk.api.loose("getAttachment", { params }, desk.who("Alice").token)).status,
    ).toBe(200);
  });
});

describe("an approver who edits", () => {
  const editable = { fields: { amount: "edit" } };
  const change = (name: string, id: string, given: object) =>
    desk.act(name, id, "changeTaskForm", { values: given });

  it("changes what her stage lets her, with the difference in the timeline; the rest is refused", async () => {
    const id = await desk.begin([ask("one", desk.users("Bob"), editable)]);
    const refused = await change("Bob", id, { amount: 6, secret: "x" });
    expect(refused.problem?.issues).toEqual([
      expect.objectContaining({ path: "form.secret", code: "not_editable" }),
    ]);
    expect((await change("Bob", id, { amount: "six" })).problem?.code).toBe("INVALID_INPUT");
    expect((await desk.look("Bob", id)).values["amount"]).toBe(5);
    const { body } = await change("Bob", id, { amount: 6 });
    const view = body as TicketView;
    expect([view.values["amount"], view.original?.["amount"]]).toEqual([6, 5]);
    const line = view.timeline.find(({ type }) => type === "ticket.changed");
    expect(line?.data.changes).toEqual([{ field: "amount", from: 5, to: 6 }]);
  });

  it("makes those ask again who approved something else, before she goes on herself", async () => {
    const id = await desk.begin([
      ask("one", desk.users("Carol")),
      ask("two", desk.users("Bob"), editable),
    ]);
    await desk.approve("Carol", id);
    await change("Bob", id, { amount: 6 });
    expect((await desk.look("Carol", id)).myTask).not.toBeNull();
    expect((await desk.look("Alice", id)).waiting?.people.map(({ name }) => name)).toEqual([
      "Carol",
    ]);
    await desk.approve("Carol", id);
    await desk.approve("Bob", id);
    expect((await desk.look("Alice", id)).outcome).toBe("approved");
    await assertLaws(id);
  });

  it("leaves approvals alone that did not see the field, or that the template keeps", async () => {
    const id = await desk.begin([
      ask("blind", desk.users("Carol"), { fields: { amount: "hidden" } }),
      ask("keeps", desk.users("Dan"), { ifChanged: "keep" }),
      ask("two", desk.users("Bob"), editable),
    ]);
    await desk.approve("Carol", id);
    await desk.approve("Dan", id);
    await change("Bob", id, { amount: 6 });
    await desk.approve("Bob", id);
    expect((await desk.look("Alice", id)).outcome).toBe("approved");
  });

  it("a decision on the form as it was is refused", async () => {
    const id = await desk.begin([
      ask("one", desk.users("Bob", "Carol"), { ...editable, mode: "all" }),
    ]);
    const { seen } = await desk.look("Carol", id);
    await change("Bob", id, { amount: 6 });
    const late = await desk.act("Carol", id, "decideTask", { action: "approve", seen });
    expect(late.problem?.code).toBe("STALE_VIEW");
  });

  it("must fill what her stage requires before she says yes", async () => {
    const required = { fields: { amount: "required" } };
    const templateId = await publish([ask("one", desk.users("Bob"), required)], {
      fields: deskFields,
    });
    const id = await submitted(templateId, desk.who("Alice").user);
    const early = await desk.approve("Bob", id);
    expect(early.problem?.issues).toEqual([
      expect.objectContaining({ path: "form.amount", code: "required" }),
    ]);
    await change("Bob", id, { amount: 1 });
    expect((await desk.approve("Bob", id)).status).toBe(200);
  });
});
