import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connectMailer } from "#functions/lib/mail-client.ts";
import { mailOf } from "#functions/stream/mail.ts";
import { after, dayMs, minuteMs } from "#shared/core/clock.ts";
import { systemCtx } from "#shared/core/ctx.ts";
import { listNotices } from "#shared/notify/list.ts";
import { useMailer, type Mail, type MailResult } from "#shared/notify/mailer.ts";
import { sendNotice } from "#shared/notify/send.ts";
import { claimMail } from "#shared/notify/store.ts";
import { sweepMail } from "#shared/notify/sweep.ts";
import { tellPeople } from "#shared/notify/tell.ts";
import { toldOfTicket } from "#shared/notify/told.ts";
import { UserEntity } from "#shared/org/entity.ts";
import type { UserRecord } from "#shared/org/record.ts";
import { here } from "#shared/table/model.ts";
import { startSes, type SesServer } from "#stacks/local/ses.ts";
import { addPerson } from "#test/support/factory.ts";
import { ownTable, recordsOf } from "#test/support/own-table.ts";
import { asPerson, epoch, eventRecord, ticketRecord } from "#test/support/records.ts";

let engine: { stop: () => Promise<void> };
let ses: SesServer;

beforeAll(async () => {
  engine = await ownTable();
  ses = await startSes();
  process.env["AWS_ENDPOINT_URL_SESV2"] = ses.endpoint;
});

afterAll(async () => {
  await ses.stop();
  await engine.stop();
});

async function notices({ userId }: UserRecord) {
  return (await listNotices(asPerson(userId), { limit: 100 })).items;
}

type Sent = {
  subject: string;
  destination: { to: string[] };
  body: { text: string; html: string };
};

async function mailsTo({ email }: UserRecord): Promise<Sent[]> {
  const answer = await fetch(`${ses.endpoint}/store`);
  const { emails } = (await answer.json()) as { emails: Sent[] };
  return emails.filter(({ destination }) => destination.to.includes(email));
}

const ctxAt = (now: string) => systemCtx("test", now);

describe("the mail of a notice", () => {
  async function told(given: Partial<UserRecord> = {}, data = {}) {
    const user = await addPerson(given);
    const event = eventRecord(ticketRecord(), {
      notify: [{ kind: "ticket.returned", userId: user.userId }],
      data,
    });
    await tellPeople(toldOfTicket(event));
    const all = await recordsOf("notice");
    const records = all.filter(({ dynamodb }) => dynamodb?.NewImage?.["userId"]?.S === user.userId);
    const [noticeId = ""] = (await notices(user)).map(({ id }) => id);
    return { user, records, key: { userId: user.userId, noticeId } };
  }

  it("goes out once however often the stream delivers it, in the receiver's language", async () => {
    connectMailer();
    const { user, records } = await told(
      { name: "爱丽丝", locale: "zh-CN" },
      { comment: "<b>缺少</b>预算" },
    );
    await Promise.all([...records, ...records, ...records].map(mailOf));
    await Promise.all(records.map(mailOf));
    const mails = await mailsTo(user);
    expect(mails).toHaveLength(1);
    expect(mails[0]?.subject).toBe("OPS-2026-000012:Bob 已退回");
    expect(mails[0]?.body.html).toContain("&lt;b&gt;缺少&lt;/b&gt;预算");
    expect(mails[0]?.body.text).toContain("意见:<b>缺少</b>预算");
    expect(mails[0]?.body.text).toContain("http://127.0.0.1:3000/tickets/tkt_");
    expect(await notices(user)).toMatchObject([{ mail: "accepted" }]);
  });

  function mailerThat(answer: () => Promise<MailResult>): Mail[] {
    const sent: Mail[] = [];
    const send = (mail: Mail) => {
      sent.push(mail);
      return answer();
    };
    useMailer({ publicUrl: "http://127.0.0.1:3000", send });
    return sent;
  }

  it("is given up after an unclear answer, because it may be out already", async () => {
    const sent = mailerThat(() => Promise.reject(new Error("socket hang up")));
    const { user, key } = await told();
    await sendNotice(ctxAt(epoch), key);
    await sendNotice(ctxAt(epoch), key);
    await sweepMail(ctxAt(after(epoch, dayMs)));
    expect(sent.filter(({ to }) => to === user.email)).toHaveLength(1);
    expect(await notices(user)).toMatchObject([{ mail: "failed" }]);
  });

  it("waits and is tried again, five times at most, when the server certainly did not take it", async () => {
    const busy = { kind: "refused", reason: "busy", isTemporary: true } as const;
    const sent = mailerThat(() => Promise.resolve(busy));
    const { user, key } = await told();
    await sendNotice(ctxAt(epoch), key);
    expect(await notices(user)).toMatchObject([{ mail: "queued" }]);
    for (let minute = 3; minute < 30; minute += 3) {
      await sweepMail(ctxAt(after(epoch, minute * minuteMs)));
    }
    expect(sent.filter(({ to }) => to === user.email)).toHaveLength(5);
    expect(await notices(user)).toMatchObject([{ mail: "failed" }]);
  });

  it("is not sent to somebody who left or switched mails off since", async () => {
    const sent = mailerThat(() => Promise.resolve({ kind: "accepted", messageId: "1" }));
    const { user, key } = await told();
    await UserEntity.patch({ userId: user.userId }).set({ mailNotices: false }).go(here());
    await sendNotice(ctxAt(epoch), key);
    expect(sent).toEqual([]);
    expect(await notices(user)).toMatchObject([{ mail: "failed" }]);
  });

  it("when the process died before sending, the sweep sends it; when it died while sending, nobody does", async () => {
    const sent = mailerThat(() => Promise.resolve({ kind: "accepted", messageId: "1" }));
    const [missed, claimed] = [await told(), await told()];
    await claimMail(claimed.key, epoch);
    await sweepMail(ctxAt(after(epoch, minuteMs)));
    expect(sent).toEqual([]);
    expect(await sweepMail(ctxAt(after(epoch, 3 * minuteMs)))).toEqual({ sent: 1, unconfirmed: 0 });
    expect(await sweepMail(ctxAt(after(epoch, 6 * minuteMs)))).toEqual({ sent: 0, unconfirmed: 1 });
    expect(sent.map(({ to }) => to)).toEqual([missed.user.email]);
    expect(await notices(missed.user)).toMatchObject([{ mail: "accepted" }]);
    expect(await notices(claimed.user)).toMatchObject([{ mail: "failed" }]);
    expect(await sweepMail(ctxAt(after(epoch, dayMs)))).toEqual({ sent: 0, unconfirmed: 0 });
  });

  it("a mail service that cannot be reached leaves the mail queued", async () => {
    connectMailer();
    const { user, key } = await told();
    await ses.stop();
    await sendNotice(ctxAt(epoch), key);
    expect(await notices(user)).toMatchObject([{ mail: "queued" }]);
    const port = Number(new URL(ses.endpoint).port);
    ses = await startSes(port);
    await sweepMail(ctxAt(after(epoch, 3 * minuteMs)));
    expect(await mailsTo(user)).toHaveLength(1);
  });
});
