import { callers as everybody, type Caller } from "#test/support/cast.ts";
import type { Row } from "./authorisation-row.ts";

const readsAll: Caller[] = ["operator", "manager", "coordinator", "admin"];
/** Whoever has to do with a submitted ticket; a delegation that has ended is no relation. */
const readers: Caller[] = ["requester", "assignee", "delegate", "former", "reader", ...readsAll];

const nothing = () => ({});
const reason = { reason: "for the table" };
/** Those who work on a ticket; its other readers are told that they may not. */
const workers: Caller[] = ["requester", "assignee", "delegate", "admin"];
const involved = {
  may: workers,
  refusal: "404 NOT_FOUND",
  forbidden: readers.filter((caller) => !workers.includes(caller)),
} as const;
const file = { name: "a.txt", type: "text/plain", size: 1, sha256: "0".repeat(64) };

/** Tickets and tasks: here the relation decides, and what one may not read does not exist. */
export const recordRows: Row[] = [
  // Tickets
  { operation: "listTickets", what: "mine", may: everybody, request: nothing },
  {
    operation: "listTickets",
    what: "all",
    may: readsAll,
    request: () => ({ query: { view: "all" } }),
  },
  {
    operation: "listTickets",
    what: "following",
    may: everybody,
    request: () => ({ query: { view: "following" } }),
  },
  {
    operation: "similarTickets",
    may: everybody,
    request: (cast) => ({ query: { templateId: cast.requestTemplate, q: "request" } }),
  },
  {
    operation: "createTicket",
    may: everybody,
    request: (cast) => ({ body: { templateId: cast.requestTemplate } }),
  },
  {
    operation: "getTicket",
    may: readers,
    refusal: "404 NOT_FOUND",
    request: async (cast) => ({ params: { id: await cast.asked() } }),
  },
  {
    operation: "getTicket",
    what: "a draft",
    may: ["requester"],
    refusal: "404 NOT_FOUND",
    request: async (cast) => ({ params: { id: await cast.draft() } }),
  },
  {
    operation: "saveTicket",
    may: ["requester"],
    refusal: "404 NOT_FOUND",
    request: async (cast) => ({ params: { id: await cast.draft() }, body: { values: {} } }),
  },
  {
    operation: "saveTicket",
    what: "after a return",
    may: ["requester"],
    refusal: "404 NOT_FOUND",
    request: async (cast) => ({ params: { id: await cast.returned() }, body: { values: {} } }),
  },
  {
    operation: "deleteTicket",
    may: ["requester"],
    refusal: "404 NOT_FOUND",
    request: async (cast) => ({ params: { id: await cast.draft() } }),
  },
  {
    operation: "submitTicket",
    may: ["requester"],
    refusal: "404 NOT_FOUND",
    request: async (cast) => ({ params: { id: await cast.draft() } }),
  },
  {
    operation: "resubmitTicket",
    may: ["requester"],
    refusal: "404 NOT_FOUND",
    request: async (cast) => ({ params: { id: await cast.returned() } }),
  },
  {
    operation: "withdrawTicket",
    may: ["requester"],
    refusal: "404 NOT_FOUND",
    request: async (cast) => ({ params: { id: await cast.asked() }, body: {} }),
  },
  {
    operation: "urgeTicket",
    may: ["requester"],
    refusal: "404 NOT_FOUND",
    request: async (cast) => ({ params: { id: await cast.asked() } }),
  },
  {
    operation: "commentTicket",
    may: readers,
    refusal: "404 NOT_FOUND",
    request: async (cast) => ({ params: { id: await cast.asked() }, body: { comment: "hello" } }),
  },
  {
    operation: "rateTicket",
    may: ["requester"],
    refusal: "404 NOT_FOUND",
    request: async (cast) => ({ params: { id: await cast.completed() }, body: { score: 5 } }),
  },
  {
    operation: "addAttachment",
    may: ["requester"],
    refusal: "404 NOT_FOUND",
    request: async (cast) => ({ params: { id: await cast.draft() }, body: file }),
  },
  {
    operation: "completeAttachment",
    may: ["requester"],
    refusal: "404 NOT_FOUND",
    request: async (cast) => ({ params: await cast.file(await cast.draft()) }),
  },
  {
    operation: "getAttachment",
    may: readers,
    refusal: "404 NOT_FOUND",
    request: async (cast) => ({ params: await cast.file(await cast.asked()) }),
  },

  ...(["followTicket", "unfollowTicket"] as const).map((operation): Row => ({
    operation,
    may: readers,
    refusal: "404 NOT_FOUND",
    request: async (cast) => ({ params: { id: await cast.asked() } }),
  })),
  {
    operation: "blockTicket",
    ...involved,
    request: async (cast) => ({ params: { id: await cast.asked() }, body: reason }),
  },
  ...(["unblockTicket", "escalateTicket"] as const).map((operation): Row => ({
    operation,
    ...involved,
    request: async (cast) => ({ params: { id: await cast.blocked() }, body: {} }),
  })),
  {
    operation: "closeTicket",
    may: ["admin"],
    request: async (cast) => ({ params: { id: await cast.asked() }, body: reason }),
  },

  // Tasks
  { operation: "listTasks", may: everybody, request: nothing },
  ...(["approve", "return", "veto"] as const).map((action): Row => ({
    operation: "decideTask",
    what: action,
    may: ["assignee", "delegate"],
    refusal: "404 NOT_FOUND",
    request: async (cast) => ({
      params: { id: await cast.askedTask() },
      body: { action, comment: "because" },
    }),
  })),
  {
    operation: "decideTasks",
    may: everybody,
    request: async (cast) => ({
      body: { items: [{ taskId: await cast.askedTask(), action: "approve" }] },
    }),
  },
  {
    operation: "transferTask",
    may: ["assignee", "delegate"],
    refusal: "404 NOT_FOUND",
    request: async (cast) => ({
      params: { id: await cast.askedTask() },
      body: { to: cast.bystander },
    }),
  },
  {
    operation: "addTaskApprovers",
    may: ["assignee", "delegate"],
    refusal: "404 NOT_FOUND",
    request: async (cast) => ({
      params: { id: await cast.askedTask() },
      body: { people: [cast.bystander], place: "parallel" },
    }),
  },
  {
    operation: "removeTaskApprover",
    may: ["assignee", "admin"],
    refusal: "404 NOT_FOUND",
    forbidden: readers.filter((caller) => caller !== "assignee" && caller !== "admin"),
    request: async (cast) => ({ params: { id: await cast.addedTask() }, body: {} }),
  },
  {
    operation: "changeTaskForm",
    may: ["assignee", "delegate"],
    refusal: "404 NOT_FOUND",
    request: async (cast) => ({
      params: { id: await cast.askedTask() },
      body: { values: { purpose: "another" } },
    }),
  },
  {
    operation: "reassignTask",
    may: ["admin"],
    request: async (cast) => ({
      params: { id: await cast.askedTask() },
      body: { to: cast.bystander, ...reason },
    }),
  },
];
