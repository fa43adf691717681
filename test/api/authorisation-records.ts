import { callers as everybody, type Caller } from "#test/support/cast.ts";
import type { Row } from "./authorisation-row.ts";

const operators: Caller[] = ["operator", "admin"];
const readsAll: Caller[] = ["operator", "manager", "coordinator", "admin"];
/** Whoever has to do with a submitted ticket; a delegation that has ended is no relation. */
const readers: Caller[] = ["requester", "assignee", "delegate", "former", "reader", ...readsAll];

const nothing = () => ({});
const reason = { reason: "for the table" };
const file = { name: "a.txt", type: "text/plain", size: 1, sha256: "0".repeat(64) };

/** Tickets, tasks and orders: here the relation decides, and what one may not read does not exist. */
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

  // Orders
  { operation: "listOrders", may: operators, request: nothing },
  {
    operation: "getOrder",
    may: operators,
    request: async (cast) => ({ params: { id: await cast.order() } }),
  },
  {
    operation: "retryNode",
    may: operators,
    request: async (cast) => ({ params: { id: await cast.order(), seq: 1 }, body: {} }),
  },
  {
    operation: "skipNode",
    may: operators,
    request: async (cast) => ({ params: { id: await cast.order(), seq: 1 }, body: reason }),
  },
  {
    operation: "completeNode",
    may: operators,
    request: async (cast) => ({ params: { id: await cast.order(), seq: 1 }, body: reason }),
  },
  {
    operation: "returnOrder",
    may: operators,
    request: async (cast) => ({ params: { id: await cast.order() }, body: reason }),
  },
];
