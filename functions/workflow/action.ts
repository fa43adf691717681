import type { CallResult } from "#shared/order/engine.ts";
import type { NodeRecord } from "#shared/order/record.ts";
import { callHttp, pollHttp } from "./http-request.ts";

/** How an action touches the world: `call` causes the effect, `poll` only asks how far it is. */
type Action = {
  call: (node: NodeRecord) => Promise<CallResult>;
  poll: (node: NodeRecord) => Promise<CallResult>;
};

const actions: Record<string, Action> = {
  "http.request": { call: callHttp, poll: pollHttp },
};

export function actionOf(node: NodeRecord): Action {
  const action = actions[node.action];
  if (action === undefined) throw new Error(`no action ${node.action}`);
  return action;
}
