import { action } from "./action.ts";
import { calendar } from "./calendar.ts";
import { evidence } from "./evidence.ts";
import { leaver } from "./leaver.ts";
import { notice } from "./notice.ts";
import { order } from "./order.ts";
import { org } from "./org.ts";
import { plan } from "./plan.ts";
import { report } from "./report.ts";
import { service } from "./service.ts";
import { health, session } from "./session.ts";
import { setting } from "./setting.ts";
import { template } from "./template.ts";
import { task } from "./task.ts";
import { ticket } from "./ticket.ts";
import { trigger } from "./trigger.ts";

/** Every operation of the API by name: the one registry that routes, OpenAPI and the client read. */
export const contract = {
  ...session,
  ...health,
  ...org,
  ...service,
  ...calendar,
  ...template,
  ...ticket,
  ...task,
  ...leaver,
  ...action,
  ...plan,
  ...order,
  ...trigger,
  ...evidence,
  ...notice,
  ...report,
  ...setting,
};

export type Contract = typeof contract;
export type OperationName = keyof Contract;
