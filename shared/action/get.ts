import type * as z from "zod";
import type { Ctx } from "#shared/core/ctx.ts";
import { notFound } from "#shared/core/error.ts";
import { can } from "#shared/core/ctx.ts";
import { listPlansUsing } from "#shared/plan/uses.ts";
import { assertMayReadActions } from "./access.ts";
import { findAction } from "./catalogue/index.ts";
import { removedActions } from "./list.ts";
import type { ActionDetail, ActionView } from "./schema.ts";
import { missingOf, removedView, viewOf } from "./view.ts";

type Query = { code: string; cursor?: string | undefined; limit: number };

async function actionView(code: string): Promise<ActionView> {
  const action = findAction(code);
  if (action !== undefined) return viewOf(action, await missingOf([action]));
  const row = (await removedActions()).find((removed) => removed.code === code);
  if (row === undefined) throw notFound("action");
  return removedView(row);
}

/** One action, and the plans whose published version uses it; those who may not read plans see none. */
export async function getAction(ctx: Ctx, query: Query): Promise<z.infer<typeof ActionDetail>> {
  assertMayReadActions(ctx);
  const action = await actionView(query.code);
  const isReader = can(ctx, "plan:read");
  const plans = isReader ? await listPlansUsing(query) : { items: [], nextCursor: null };
  return { action, plans };
}
