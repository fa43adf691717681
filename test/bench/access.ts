import { advanceTicket } from "#shared/approval/advance.ts";
import { decideTask } from "#shared/approval/decide.ts";
import { listTasks } from "#shared/approval/inbox.ts";
import { previewChain } from "#shared/approval/preview.ts";
import { addAttachment } from "#shared/attachment/add.ts";
import { after, minuteMs } from "#shared/core/clock.ts";
import { systemCtx, type Ctx } from "#shared/core/ctx.ts";
import { listNotices } from "#shared/notify/list.ts";
import { readNotices } from "#shared/notify/read.ts";
import { noticeIdOf } from "#shared/notify/record.ts";
import { acceptMail, claimMail } from "#shared/notify/store.ts";
import { tellPeople } from "#shared/notify/tell.ts";
import { toldOfTicket } from "#shared/notify/told.ts";
import { createDepartment } from "#shared/org/create-department.ts";
import { saveTicket } from "#shared/ticket/save.ts";
import { sweepMail } from "#shared/notify/sweep.ts";
import { authenticate } from "#shared/org/authenticate.ts";
import { getMe } from "#shared/org/get-me.ts";
import { listDelegations } from "#shared/org/list-delegations.ts";
import { listDepartments } from "#shared/org/list-departments.ts";
import { listUsers } from "#shared/org/list-users.ts";
import { activeDelegationsFor, getUserByEmail, listRoleMembers } from "#shared/org/load.ts";
import { searchPeople } from "#shared/org/search-people.ts";
import { signIn } from "#shared/org/sign-in.ts";
import { settleOrder } from "#shared/order/advance.ts";
import { claimWork } from "#shared/order/claim.ts";
import { getOrder } from "#shared/order/get.ts";
import { listOrders } from "#shared/order/list.ts";
import { loadFrame } from "#shared/order/store.ts";
import { retryNode } from "#shared/order/retry.ts";
import { countTicket } from "#shared/report/count.ts";
import { getReport } from "#shared/report/overview.ts";
import { listReportTickets } from "#shared/report/tickets.ts";
import { listTemplates } from "#shared/template/list.ts";
import { commentTicket } from "#shared/ticket/comment.ts";
import { getTicket } from "#shared/ticket/get.ts";
import { listTickets } from "#shared/ticket/list.ts";
import { orderIdOf } from "#shared/ticket/record.ts";
import { loadTicket } from "#shared/ticket/store.ts";
import { submitTicket } from "#shared/ticket/submit.ts";
import { findBell, hangBell } from "#shared/workflow/bell.ts";
import { listOverdue } from "#shared/workflow/due.ts";
import { CapacityMeter, type Spent } from "#test/support/capacity.ts";
import { Cast } from "#test/support/cast.ts";
import { ctxOf } from "#test/support/ctx.ts";
import { addPerson, openSession, password } from "#test/support/factory.ts";
import { ask, draft, pageOf, publish, submitted, taskIdFor } from "#test/support/office.ts";
import { ownTable } from "#test/support/own-table.ts";
import { settingCosts } from "./access-settings.ts";

/** Requests and units of single verbs: the figures of shared/table/ACCESS-PATTERNS.md. */
const engine = await ownTable();
const meter = new CapacityMeter({ withReconciler: true });
const cast = new Cast();
await cast.enter();
const rows: (Omit<Spent, "requests"> & { verb: string; requests: string })[] = [];

async function cost(verb: string, run: () => Promise<unknown>): Promise<void> {
  meter.start();
  await run();
  const { requests, ...units } = meter.stop();
  const kinds = Object.entries(requests).map(([kind, count]) => `${count} ${kind}`);
  rows.push({ verb, requests: kinds.join(", "), ...units });
}

const now = new Date().toISOString();
const system = systemCtx("bench", now);
const as = (caller: Parameters<Cast["who"]>[0]): Promise<Ctx> => ctxOf(cast.who(caller));
const [requester, assignee, operator, manager, admin] = await Promise.all([
  as("requester"),
  as("assignee"),
  as("operator"),
  as("manager"),
  as("admin"),
]);
const day = now.slice(0, 10);
const page = { limit: 25 };

try {
  const ticketId = await cast.asked();
  for (let made = 0; made < 25; made += 1)
    await submitted(cast.requestTemplate, cast.who("requester"));
  const ticket = await loadTicket(ticketId);
  if (ticket === undefined) throw new Error("no ticket");

  const token = await openSession(cast.who("reader"));
  await cost("authenticate", () => authenticate(token));
  await cost("signIn", () =>
    signIn(system, { email: cast.who("reader").email, password, address: "::1" }),
  );
  await cost("getMe", () => getMe(requester));
  await cost("searchPeople", () => searchPeople(requester, { q: "re" }));
  await cost("getUserByEmail", () => getUserByEmail(cast.who("reader").email));
  await cost("listRoleMembers", () => listRoleMembers("operator"));
  await cost("listUsers", () => listUsers(admin, page));
  await cost("listDepartments", () => listDepartments(requester));
  await cost("listDelegations", () => listDelegations(assignee));
  await cost("activeDelegationsFor", () => activeDelegationsFor(cast.who("delegate").userId, now));
  await cost("listTemplates", () => listTemplates(requester));
  await cost("previewChain", () =>
    previewChain(requester, { templateId: cast.requestTemplate, values: {} }),
  );

  await cost("createTicket", () => draft(cast.requestTemplate, cast.who("requester")));
  const drafted = await cast.draft();
  await cost("saveTicket", () =>
    saveTicket(requester, { ticketId: drafted, values: { purpose: "more" } }),
  );
  const file = { name: "a.txt", type: "text/plain", size: 1, sha256: "0".repeat(64) } as const;
  await cost("addAttachment", () => addAttachment(requester, { ticketId: drafted, ...file }));
  await cost("submitTicket", () => submitTicket(requester, { ticketId: drafted }));
  await cost("getTicket", () => getTicket(requester, ticketId));
  await cost("listTickets mine", () => listTickets(requester, { view: "mine", ...page }));
  await cost("listTasks pending", () => listTasks(assignee, { state: "pending", ...page }));
  await cost("listTasks cc", async () => listTasks(await as("reader"), { state: "cc", ...page }));
  await cost("commentTicket", () => commentTicket(assignee, { ticketId, comment: "hello" }));
  const taskId = await taskIdFor(ticketId);
  await cost("decideTask", () => decideTask(assignee, { taskId, action: "approve" }));
  await cost("advanceTicket, nothing due", () => advanceTicket(system, ticketId));

  const timeLimit = { minutes: 60, remindAt: 0.5, onTimeout: "escalate" };
  const limited = await publish([ask("stage", [cast.who("assignee")], { timeLimit })]);
  const late = await submitted(limited, cast.who("requester"));
  const at = (minutes: number) =>
    systemCtx("bench", after(new Date().toISOString(), minutes * minuteMs));
  await cost("advanceTicket, reminds", () => advanceTicket(at(31), late));
  await cost("advanceTicket, escalates", () => advanceTicket(at(61), late));

  const event = (await pageOf(late)).events.find(({ type }) => type === "stage.started");
  if (event === undefined) throw new Error("no event");
  await cost("tellPeople, one person", () => tellPeople(toldOfTicket(event)));
  const key = {
    userId: cast.who("assignee").userId,
    noticeId: noticeIdOf(event.eventId, "task.assigned"),
  };
  await cost("claimMail and acceptMail", async () => {
    await claimMail(key, now);
    await acceptMail(key, "message");
  });
  await cost("readNotices, one", () => readNotices(assignee, { ids: [key.noticeId] }));
  await cost("createDepartment", () =>
    createDepartment(admin, { name: "New", parentId: null, leaderId: null, approverIds: [] }),
  );
  await cost("createUser", () => addPerson());

  const runId = await submitted(cast.runTemplate, cast.who("requester"));
  const orderId = orderIdOf({ ticketId: runId, seq: 1 });
  await cost("claimWork", () => claimWork(system, orderId, 1));
  const frame = await loadFrame(orderId);
  const failed = { kind: "failed", code: "X", message: "x" } as const;
  const result = { seq: 1, index: 0, turn: frame.works[0]?.turn ?? 0, outcome: failed };
  await cost("settleOrder, failed", () => settleOrder(system, frame, [result]));
  await cost("listOrders", () => listOrders(operator, { view: "attention", ...page }));
  await cost("getOrder", () => getOrder(operator, orderId));
  await cost("retryNode", () => retryNode(operator, { orderId, seq: 1 }));

  await cost("hangBell", () =>
    hangBell({ targetId: ticketId, token: "t".repeat(600), version: 1 }),
  );
  await cost("findBell", () => findBell(ticketId));
  await cost("listOverdue", () => listOverdue(now));
  await cost("sweepMail", () => sweepMail(system));
  await cost("listNotices", () => listNotices(requester, page));

  await cost("countTicket, first of the month", () => countTicket(ticket));
  await cost("countTicket, seen before", () => countTicket(ticket));
  await cost("getReport, one month", () => getReport(manager, { from: day, to: day }));
  await cost("listReportTickets", () =>
    listReportTickets(manager, { from: day, to: day, figure: "submitted", ...page }),
  );
  await cost("listTickets all", () => listTickets(manager, { view: "all", ...page }));
  await settingCosts(cost, admin);
  console.table(rows);
  console.log(JSON.stringify(rows));
} finally {
  meter.close();
  await engine.stop();
}
