import type { Chain } from "#shared/approval/chain.ts";
import { passedSteps } from "#shared/approval/engine/stands.ts";
import { nodeOf } from "#shared/approval/engine/tree.ts";
import { accessOf } from "#shared/approval/field-access.ts";
import type { DelegationRecord } from "#shared/org/record.ts";
import { delegationFor } from "./access.ts";
import { taskIdOf, type TaskRecord } from "./record.ts";
import type { PersonRef } from "./state.ts";
import type { TicketView } from "./schema.ts";
import type { Page } from "./store.ts";

type MyTask = NonNullable<TicketView["myTask"]>;

/** The viewer's own pending task, else one of somebody she stands in for, and what she may do with it. */
export function myTaskOf(
  page: Page,
  chain: Chain,
  userId: string,
  delegations: DelegationRecord[],
): MyTask | null {
  const free = page.tasks.filter((task) => task.state === "pending" && task.heldFor.length === 0);
  const own = free.find((task) => task.assignee?.id === userId);
  if (own !== undefined) return taskPart(page, chain, own, null);
  const lent = free.find(
    (task) => delegationFor(task, page.ticket, userId, delegations) !== undefined,
  );
  return lent === undefined ? null : taskPart(page, chain, lent, lent.assignee);
}

function taskPart(
  page: Page,
  chain: Chain,
  task: TaskRecord,
  onBehalfOf: PersonRef | null,
): MyTask | null {
  const node = nodeOf(chain, task.nodeId);
  if (node?.kind !== "approve" && node?.kind !== "confirm") return null;
  const { edit, required } = accessOf(chain, node.id);
  const { mayAdd, mayTransfer, returnTo } = node;
  const steps = returnTo.includes("passed") ? passedSteps({ ...page, chain }) : [];
  return {
    id: taskIdOf(task),
    kind: node.kind,
    onBehalfOf,
    mayAdd,
    mayTransfer,
    returnTo: {
      requester: returnTo.includes("requester"),
      steps: steps.map(({ nodeId, name }) => ({ nodeId, name })),
    },
    edit,
    required,
  };
}
