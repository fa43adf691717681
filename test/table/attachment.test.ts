import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { completeAttachment } from "#shared/attachment/complete.ts";
import { getAttachment } from "#shared/attachment/get.ts";
import { largestFileBytes } from "#shared/attachment/schema.ts";
import { storage, useStorage } from "#shared/attachment/storage.ts";
import { AuditEntity } from "#shared/audit/entity.ts";
import { after, minuteMs } from "#shared/core/clock.ts";
import { here } from "#shared/table/model.ts";
import type { TicketRecord } from "#shared/ticket/record.ts";
import { add, alice, announce, ownFiles, store, upload } from "#test/support/own-files.ts";
import { ownTable } from "#test/support/own-table.ts";
import { epoch, storeTicket, ticketRecord } from "#test/support/records.ts";

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

describe("a file of a ticket", () => {
  it("is announced, uploaded, checked, kept, and downloaded under its own name", async () => {
    const { ticketId } = await draft();
    const bytes = content();
    const { file, view } = await store(ticketId, bytes, { name: "报价 (1)'s.txt" });
    expect(view).toMatchObject({ name: "报价 (1)'s.txt", state: "stored", size: bytes.length });
    const { url, expiresAt } = await getAttachment(alice, file);
    expect(expiresAt).toBe(after(epoch, minuteMs));
    const answer = await fetch(url);
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(bytes);
    expect(answer.headers.get("content-type")).toBe("text/plain");
    const disposition = answer.headers.get("content-disposition") ?? "";
    expect(disposition).toContain("attachment;");
    expect(disposition).toContain("filename*=UTF-8''%E6%8A%A5%E4%BB%B7%20%281%29%27s.txt");
    expect(await files.keys(`uploads/${file.attachmentId}`)).toEqual([]);
    for (const subjectId of [file.attachmentId]) {
      const { data } = await AuditEntity.query.audit({ subjectId }).go(here());
      expect(data.map(({ action }) => action)).toEqual(["attachment.add", "attachment.store"]);
    }
  });

  it("of the largest size passes", async () => {
    const { ticketId } = await draft();
    const bytes = new Uint8Array(randomBytes(largestFileBytes));
    bytes.set(Buffer.from("%PDF-1.7"));
    const { view } = await store(ticketId, bytes, { type: "application/pdf", name: "big.pdf" });
    expect(view.state).toBe("stored");
  });

  it("with the same content is kept once, whoever brings it", async () => {
    const bytes = content();
    const one = await store((await draft()).ticketId, bytes);
    const two = await store((await draft()).ticketId, bytes);
    const sha256 = announce(bytes).sha256;
    expect(await files.keys(`blobs/${sha256}`)).toEqual([`blobs/${sha256}`]);
    for (const { file } of [one, two]) {
      const { url } = await getAttachment(alice, file);
      expect((await fetch(url)).status).toBe(200);
    }
  });

  it("the address takes only the announced type and length", async () => {
    const { ticketId } = await draft();
    const bytes = content();
    const { upload: signed } = await add(ticketId, announce(bytes));
    const asHtml = { ...signed, headers: { "content-type": "text/html" } };
    expect((await upload(asHtml, bytes)).status).toBe(403);
    expect((await upload(signed, new Uint8Array([...bytes, 1]))).status).toBe(403);
    expect((await upload(signed, bytes)).status).toBe(200);
  });

  it("that is another than announced, a page in disguise or missing is refused, and what came is gone", async () => {
    const { ticketId } = await draft();
    const page = new Uint8Array(Buffer.from("<!doctype html><script>alert(1)</script>"));
    const bytes = content();
    const other = bytes.map((byte) => byte ^ 1);
    const cases = [
      { input: announce(bytes), sent: other },
      { input: announce(page), sent: page },
      { input: announce(bytes, { type: "image/png" }), sent: bytes },
      { input: announce(bytes), sent: undefined },
    ];
    for (const { input, sent } of cases) {
      const { file, upload: signed } = await add(ticketId, input);
      if (sent !== undefined) expect((await upload(signed, sent)).status).toBe(200);
      const mismatch = { code: "UPLOAD_MISMATCH" };
      await expect(completeAttachment(alice, file)).rejects.toMatchObject(mismatch);
      expect(await files.keys(`uploads/${file.attachmentId}`)).toEqual([]);
      await expect(getAttachment(alice, file)).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
    expect(await files.keys(`blobs/${announce(other).sha256}`)).toEqual([]);
  });

  it("can be uploaded again after a mismatch", async () => {
    const { ticketId } = await draft();
    const bytes = content();
    const { file, upload: signed } = await add(ticketId, announce(bytes));
    await upload(
      signed,
      bytes.map((byte) => byte ^ 1),
    );
    await expect(completeAttachment(alice, file)).rejects.toMatchObject({
      code: "UPLOAD_MISMATCH",
    });
    await upload(signed, bytes);
    expect(await completeAttachment(alice, file)).toMatchObject({ state: "stored" });
  });

  it("once kept cannot be replaced through the address that is still good", async () => {
    const { ticketId } = await draft();
    const bytes = content();
    const { file, upload: signed } = await add(ticketId, announce(bytes));
    await upload(signed, bytes);
    await completeAttachment(alice, file);
    await upload(
      signed,
      bytes.map((byte) => byte ^ 1),
    );
    expect(await completeAttachment(alice, file)).toMatchObject({ state: "stored" });
    const { url } = await getAttachment(alice, file);
    expect(new Uint8Array(await (await fetch(url)).arrayBuffer())).toEqual(bytes);
  });

  it("is kept only as it was checked, even when it is replaced while it is being checked", async () => {
    const { ticketId } = await draft();
    const bytes = content();
    const { file, upload: signed } = await add(ticketId, announce(bytes));
    await upload(signed, bytes);
    const real = storage();
    const replaceAfter = async (key: string) => {
      const found = await real.inspect(key);
      await upload(
        signed,
        bytes.map((byte) => byte ^ 1),
      );
      return found;
    };
    useStorage({ ...real, inspect: replaceAfter });
    await completeAttachment(alice, file).finally(() => useStorage(real));
    const { url } = await getAttachment(alice, file);
    expect(new Uint8Array(await (await fetch(url)).arrayBuffer())).toEqual(bytes);
  });

  it("said to be complete five times at once is kept once, and all get the same answer", async () => {
    const { ticketId } = await draft();
    const bytes = content();
    const { file, upload: signed } = await add(ticketId, announce(bytes));
    await upload(signed, bytes);
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => completeAttachment(alice, file)),
    );
    expect(answers).toEqual(answers.map(() => expect.objectContaining({ state: "stored" })));
    const { data } = await AuditEntity.query.audit({ subjectId: file.attachmentId }).go(here());
    expect(data.filter(({ action }) => action === "attachment.store")).toHaveLength(1);
  });
});
