import { setTimeout as sleep } from "node:timers/promises";
import type { TicketView } from "#shared/ticket/schema.ts";
import type { Reply, StubbornClient } from "./stubborn-client.ts";

export type People = {
  alice: StubbornClient;
  bob: StubbornClient;
  carol: StubbornClient;
  erin: StubbornClient;
};

const patienceMs = 240_000;

function viewOf({ status, body }: Reply): TicketView {
  if (status >= 300) throw new Error(`answer ${status}: ${JSON.stringify(body)}`);
  return body as unknown as TicketView;
}

/** Looks at a ticket until it is as wanted. */
async function until(
  person: StubbornClient,
  id: string,
  isWanted: (view: TicketView) => boolean,
): Promise<TicketView> {
  const untilMs = Date.now() + patienceMs;
  for (;;) {
    const view = viewOf(await person.get(`/tickets/${id}`));
    if (isWanted(view)) return view;
    if (Date.now() > untilMs) {
      throw new Error(`ticket ${id} is stuck: ${JSON.stringify([view.state, view.waiting])}`);
    }
    await sleep(200 + Math.random() * 300);
  }
}

function myTask(view: TicketView): string {
  if (view.myTask === null) throw new Error(`nothing asked of me at ${view.id}`);
  return view.myTask.id;
}

async function approve(person: StubbornClient, id: string): Promise<Reply> {
  const view = await until(
    person,
    id,
    ({ myTask: task, state }) => task !== null || state === "completed",
  );
  return person.command("POST", `/tasks/${myTask(view)}/decision`, { action: "approve" });
}

/** Both are asked, one is enough: who comes second must be told so. */
async function race(people: People, id: string): Promise<{ won: number; toldTruth: boolean }> {
  const view = await until(people.bob, id, ({ tasks }) => tasks.length >= 2);
  const [bobs, carols] = view.tasks.map((task) => task.id);
  const replies = await Promise.all([
    people.bob.command("POST", `/tasks/${bobs}/decision`, { action: "approve" }),
    people.carol.command("POST", `/tasks/${carols}/decision`, { action: "approve" }),
  ]);
  const won = replies.filter(({ status }) => status === 200).length;
  const codes = replies.flatMap(({ status, body }) => (status === 200 ? [] : [body["code"]]));
  return { won, toldTruth: codes.every((code) => code === "TASK_ALREADY_DECIDED") };
}

export type Walked = { id: string; won: number; toldTruth: boolean };

/** One ticket from draft to rating, with every command doubled and the first stage raced. */
export async function walk(people: People, templateId: string, subject: string): Promise<Walked> {
  const draft = viewOf(
    await people.alice.command("POST", "/tickets", {
      templateId,
      title: subject,
      values: { subject },
    }),
  );
  viewOf(await people.alice.command("POST", `/tickets/${draft.id}/submit`));
  const raced = await race(people, draft.id);
  await Promise.all(
    [approve(people.carol, draft.id), approve(people.erin, draft.id)].map(async (done) =>
      viewOf(await done),
    ),
  );
  const confirming = await until(people.alice, draft.id, ({ phase }) => phase === "confirming");
  viewOf(
    await people.alice.command("POST", `/tasks/${myTask(confirming)}/decision`, {
      action: "confirm",
    }),
  );
  viewOf(await people.alice.command("POST", `/tickets/${draft.id}/rating`, { score: 5 }));
  return { id: draft.id, ...raced };
}
