import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addAttachment, getUpload } from "#shared/attachment/add.ts";
import { completeAttachment } from "#shared/attachment/complete.ts";
import { getAttachment } from "#shared/attachment/get.ts";
import { after, minuteMs } from "#shared/core/clock.ts";
import type { Ctx } from "#shared/core/ctx.ts";
import { here } from "#shared/table/model.ts";
import { CopyEntity } from "#shared/ticket/entity.ts";
import type { TicketRecord } from "#shared/ticket/record.ts";
import { add, alice, announce, ownFiles, store, upload } from "#test/support/own-files.ts";
import { ownTable } from "#test/support/own-table.ts";
import { asPerson, epoch, storeTicket, ticketRecord } from "#test/support/records.ts";

let engine: { stop: () => Promise<void> };
let files: Awaited<ReturnType<typeof ownFiles>>;

beforeAll(async () => {
  engine = await ownTable();
  files = await ownFiles();
});

afterAll(async () => {
  await files.stop();
  await engine.stop();
});

function draft(): Promise<TicketRecord> {
  return storeTicket(ticketRecord({ state: "draft", submittedAt: null }));
}

const content = () => new Uint8Array(Buffer.from(`text ${randomBytes(8).toString("hex")}`));

describe("who may", () => {
  it("add: the requester, while the ticket is a draft or returned", async () => {
    const input = announce(content());
    const { ticketId } = await draft();
    const stranger = asPerson("usr_bob", ["ticket:read-all"]);
    await expect(add(ticketId, input, stranger)).rejects.toMatchObject({ code: "NOT_FOUND" });
    const returned = await storeTicket(ticketRecord({ state: "returned" }));
    expect((await add(returned.ticketId, input)).attachment.state).toBe("uploading");
    for (const state of ["in_approval", "completed"] as const) {
      const closed = await storeTicket(ticketRecord({ state }));
      const refusal = { code: state === "completed" ? "TICKET_CLOSED" : "WRONG_STATE" };
      await expect(add(closed.ticketId, input)).rejects.toMatchObject(refusal);
    }
  });

  it("complete: nobody once the ticket is submitted, so that approvers see what was decided on", async () => {
    const ticket = await draft();
    const bytes = content();
    const { file, upload: signed } = await add(ticket.ticketId, announce(bytes));
    await upload(signed, bytes);
    await storeTicket({ ...ticket, state: "in_approval", submittedAt: epoch, version: 3 });
    await expect(completeAttachment(alice, file)).rejects.toMatchObject({ code: "WRONG_STATE" });
  });

  it("download: readers of the ticket; to others it does not exist, like an id of another ticket", async () => {
    const ticket = await draft();
    const { file } = await store(ticket.ticketId, content());
    await storeTicket({ ...ticket, state: "in_approval", submittedAt: epoch, version: 3 });
    const card = { ...ticket, number: "OPS-1", submittedAt: epoch };
    await CopyEntity.put({ ticketId: ticket.ticketId, userId: "usr_reader", at: epoch, card }).go(
      here(),
    );
    for (const reader of [
      alice,
      asPerson("usr_reader"),
      asPerson("usr_erin", ["ticket:read-all"]),
    ]) {
      expect((await getAttachment(reader, file)).url).toContain("X-Amz-Expires=60");
    }
    const notFound = { code: "NOT_FOUND" };
    await expect(getAttachment(asPerson("usr_eve"), file)).rejects.toMatchObject(notFound);
    const other = { ...file, ticketId: (await draft()).ticketId };
    await expect(getAttachment(alice, other)).rejects.toMatchObject(notFound);
    await expect(completeAttachment(alice, other)).rejects.toMatchObject(notFound);
    await expect(getUpload(asPerson("usr_eve"), file)).rejects.toMatchObject(notFound);
  });

  it("add: no more than twenty files; uploads begun and forgotten count for ten minutes", async () => {
    const { ticketId } = await draft();
    const input = announce(content());
    for (let count = 0; count < 20; count += 1) await add(ticketId, input);
    const refusal = { code: "INVALID_INPUT", issues: [{ path: "name", code: "too_many" }] };
    await expect(add(ticketId, input)).rejects.toMatchObject(refusal);
    const later = asPerson("usr_alice", [], { now: after(epoch, 11 * minuteMs) });
    expect((await add(ticketId, input, later)).attachment.state).toBe("uploading");
  });

  it("the same announcement under one retry key is made once", async () => {
    const { ticketId } = await draft();
    const ctx: Ctx = { ...alice, idempotency: { key: "k1", requestHash: "h" } };
    const input = { ticketId, ...announce(content()) };
    await addAttachment(ctx, input);
    const again = { code: "IDEMPOTENCY_KEY_REUSED" };
    await expect(addAttachment(ctx, input)).rejects.toMatchObject(again);
  });
});

it("nobody reaches a file without a signature", async () => {
  const { file } = await store((await draft()).ticketId, content());
  const { url } = await getAttachment(alice, file);
  expect((await fetch(url)).status).toBe(200);
  expect((await fetch(url.split("?")[0] ?? "")).status).toBe(403);
});
