import { getUsers } from "#shared/org/load.ts";
import type { UserRecord } from "#shared/org/record.ts";
import { noticeIdOf, type NoticeRecord } from "./record.ts";
import { standInsFor, type Receiver } from "./stand-in.ts";
import { createNotice } from "./store.ts";
import type { Told } from "./told.ts";

/** A notice points to a comment, it does not carry it whole. Characters. */
const longestComment = 500;

function excerpt(comment: string): string {
  const characters = Array.from(comment);
  if (characters.length <= longestComment) return comment;
  return `${characters.slice(0, longestComment - 1).join("")}…`;
}

function noticeFor(event: Told, receiver: Receiver, person: UserRecord): NoticeRecord {
  const { comment, outcome, subject, number, templateName } = event;
  return {
    userId: person.userId,
    noticeId: noticeIdOf(event.eventId, receiver.kind),
    kind: receiver.kind,
    subject,
    number,
    title: event.title(person.locale),
    templateName,
    actorName: event.actor.name,
    onBehalfOf: receiver.onBehalfOf,
    comment: comment === null ? null : excerpt(comment),
    outcome,
    at: event.at,
    isRead: false,
    mail: person.mailNotices ? "queued" : "off",
    mailAt: person.mailNotices ? event.at : null,
    claimedAt: null,
    mailTries: 0,
    messageId: null,
    mailError: null,
  };
}

/** Who is told directly comes before whom she stands in for: one notice per person and kind. */
function distinct(receivers: Receiver[]): Receiver[] {
  const byPerson = new Map<string, Receiver>();
  for (const receiver of receivers) {
    const key = `${receiver.userId} ${receiver.kind}`;
    if (!byPerson.has(key)) byPerson.set(key, receiver);
  }
  return [...byPerson.values()];
}

/**
 * Turns a committed event into notices, for those it names and for those who stand in for them. May be
 * called any number of times for one event. People who left get none.
 */
export async function tellPeople(event: Told): Promise<void> {
  if (event.notify.length === 0) return;
  const direct = event.notify.map((recipient) => ({ ...recipient, onBehalfOf: null }));
  const receivers = distinct([...direct, ...(await standInsFor(event))]);
  const people = await getUsers(receivers.map(({ userId }) => userId));
  const active = new Map(
    people.filter(({ state }) => state === "active").map((person) => [person.userId, person]),
  );
  await Promise.all(
    receivers.map(async (receiver) => {
      const person = active.get(receiver.userId);
      if (person !== undefined) await createNotice(noticeFor(event, receiver, person));
    }),
  );
}
