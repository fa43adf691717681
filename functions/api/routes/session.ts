import type { health, session } from "#shared/contract/session.ts";
import type { Ctx } from "#shared/core/ctx.ts";
import { AppError } from "#shared/core/error.ts";
import { authenticate } from "#shared/org/authenticate.ts";
import { getMe } from "#shared/org/get-me.ts";
import { signIn } from "#shared/org/sign-in.ts";
import { signOut } from "#shared/org/sign-out.ts";
import { updateMe } from "#shared/org/update-me.ts";
import { tableAnswers } from "#shared/table/ping.ts";
import { addressOf, type ApiContext } from "../context.ts";
import type { Routes } from "../mount.ts";
import { dropSession, keepSession } from "../session-cookie.ts";
import { write, writeOnly } from "../write.ts";

async function asCaller(ctx: Ctx, token: string): Promise<Ctx> {
  const caller = await authenticate(token);
  if (caller === undefined) throw new AppError("SESSION_EXPIRED", "The session has ended.");
  return { ...ctx, actor: caller.actor };
}

function tokenHashOf(c: ApiContext): string {
  return c.var.caller?.session.tokenHash ?? "";
}

export const sessionRoutes: Routes<typeof session> = {
  signIn: async (ctx, { body }, c) => {
    const { token } = await signIn(ctx, { ...body, address: addressOf(c) });
    keepSession(c, token);
    return getMe(await asCaller(ctx, token));
  },
  signOut: writeOnly(async (ctx, _received, c) => {
    dropSession(c);
    return signOut(ctx, { tokenHash: tokenHashOf(c) });
  }),
  getMe: (ctx) => getMe(ctx),
  updateMe: write(
    (ctx, { body }) => updateMe(ctx, body),
    (ctx) => getMe(ctx),
  ),
};

export const healthRoutes: Routes<typeof health> = {
  getHealth: async (ctx) => {
    await tableAnswers();
    return { status: "ok", now: ctx.now };
  },
};
