import { personOf, type Ctx } from "#shared/core/ctx.ts";
import { loadReadable } from "#shared/order/access.ts";
import { loadLogs } from "#shared/order/list-log.ts";
import type { OrderView } from "#shared/order/view/schema.ts";
import { orderView } from "#shared/order/view/view.ts";
import { getPlanVersion, getVersionSource } from "#shared/plan/load.ts";
import type { OrderEvidence } from "./schema.ts";
import { chainOf, digestOf, publicKeyPem, signDigest } from "./sign.ts";

function secondsBetween(from: string | null, to: string | null): number | null {
  if (from === null || to === null) return null;
  return Math.round((Date.parse(to) - Date.parse(from)) / 1000);
}

/** How long people were waited for: from each wait to the confirmation, refusal or word that ended it. */
function waitingSeconds({ timeline }: OrderView): number {
  const begins = new Set(["node.waiting", "order.paused", "node.personAsked"]);
  let since: string | null = null;
  let total = 0;
  for (const { type, at } of timeline) {
    if (since !== null) total += secondsBetween(since, at) ?? 0;
    since = begins.has(type) ? at : null;
  }
  return total;
}

async function planOf({ plan }: OrderView, hash: string): Promise<OrderEvidence["plan"]> {
  if (plan === null) return null;
  return { ...plan, hash, source: await getVersionSource(plan.id, plan.version) };
}

async function expectedOf({ plan }: OrderView): Promise<number | null> {
  if (plan === null) return null;
  return (await getPlanVersion(plan.id, plan.version)).document.expectedSeconds ?? null;
}

/** The evidence of a run, for whoever may read it; as it is now, sealed with the product's key. */
export async function getOrderEvidence(ctx: Ctx, orderId: string): Promise<OrderEvidence> {
  const { page, viewer } = await loadReadable(ctx, orderId);
  const view = orderView(page, viewer);
  const { timeline, may: _, ...order } = view;
  const { userId: id, name } = personOf(ctx);
  const firstAction = timeline.find(({ type }) => type === "node.started")?.at ?? null;
  const content = {
    kind: "countersign.order-evidence" as const,
    format: 1 as const,
    madeAt: ctx.now,
    madeBy: { id, name },
    order,
    plan: await planOf(view, page.order.plan?.hash ?? ""),
    times: {
      toStart: secondsBetween(view.createdAt, view.startedAt),
      toFirstAction: secondsBetween(view.createdAt, firstAction),
      toEnd: secondsBetween(view.createdAt, view.endedAt),
      waitingForPeople: waitingSeconds(view),
      expected: await expectedOf(view),
    },
    logs: await loadLogs(orderId),
    timeline,
  };
  // What is sealed is what the wire carries: without what JSON leaves out.
  const plain = JSON.parse(JSON.stringify(content)) as typeof content;
  const chain = chainOf(plain.timeline);
  const digest = digestOf({ ...plain, chain });
  const signature = signDigest(digest);
  return { ...plain, seal: { digest, chain, signature, publicKey: publicKeyPem() } };
}
