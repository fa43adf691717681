import type * as z from "zod";
import { auditWrite } from "#shared/audit/write.ts";
import { personOf, type Ctx } from "#shared/core/ctx.ts";
import { notFound } from "#shared/core/error.ts";
import { commit } from "#shared/table/commit.ts";
import { apply, changesOf } from "./changes.ts";
import { getUser } from "./load.ts";
import type { UpdateMeInput } from "./schema.ts";
import { putUser } from "./store.ts";

/** What everybody may change of her own: language and mail notices. */
export async function updateMe(ctx: Ctx, input: z.output<typeof UpdateMeInput>): Promise<string> {
  const { userId } = personOf(ctx);
  const before = await getUser(userId);
  if (before === undefined) throw notFound("person");
  const after = apply(before, input);
  await commit(ctx, {
    audit: [auditWrite(ctx, "user.update", userId, changesOf(before, after))],
    writes: [putUser(after)],
    ref: userId,
  });
  return userId;
}
