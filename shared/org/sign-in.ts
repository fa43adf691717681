import { auditWrite } from "#shared/audit/write.ts";
import type { Ctx } from "#shared/core/ctx.ts";
import { AppError } from "#shared/core/error.ts";
import { commit, put } from "#shared/table/commit.ts";
import { here } from "#shared/table/model.ts";
import { attemptFailed, attemptSucceeded, beginAttempt } from "./attempts.ts";
import { SessionEntity } from "./entity.ts";
import { getUser, getUserIdByEmail } from "./load.ts";
import { nobodysHash, verifyPassword } from "./password.ts";
import type { UserRecord } from "./record.ts";
import { newToken, passwordTag, sessionSeconds } from "./session-token.ts";

export type Credentials = { email: string; password: string; address: string };
export type SignedIn = { userId: string; token: string };

const nobody = "usr_00000000000000000000000000";

/** Does the same work and gives the same answer for an unknown mail address, a wrong password and a leaver. */
async function check({ email, password }: Credentials): Promise<UserRecord | undefined> {
  const user = await getUser((await getUserIdByEmail(email)) ?? nobody);
  const isRight = await verifyPassword(password, user?.passwordHash ?? nobodysHash);
  return isRight && user?.state === "active" ? user : undefined;
}

async function openSession(ctx: Ctx, user: UserRecord, address: string): Promise<SignedIn> {
  const { userId, name, locale } = user;
  const { token, tokenHash } = newToken(userId);
  const actor = { kind: "person", userId, name, locale, permissions: new Set<never>() } as const;
  const row = SessionEntity.create({
    userId,
    tokenHash,
    passwordTag: passwordTag(user.passwordHash),
    createdAt: ctx.now,
    expiresAt: Math.floor(Date.now() / 1000) + sessionSeconds,
  });
  // No retry key: an answer that carries a secret is never given twice.
  await commit(
    { requestId: ctx.requestId, now: ctx.now, channel: ctx.channel, actor },
    {
      audit: [auditWrite({ ...ctx, actor }, "session.create", userId, { address })],
      writes: [put(row.params(here()))],
      ref: userId,
    },
  );
  return { userId, token };
}

/** Opens a session of twelve hours. Throws WRONG_CREDENTIALS, or RATE_LIMITED after too many failures. */
export async function signIn(ctx: Ctx, credentials: Credentials): Promise<SignedIn> {
  await beginAttempt(credentials.email, credentials.address);
  const user = await check(credentials);
  if (user === undefined) {
    await attemptFailed(credentials.address);
    throw new AppError("WRONG_CREDENTIALS", "Mail address or password is wrong.");
  }
  const session = await openSession(ctx, user, credentials.address);
  await attemptSucceeded(credentials.email);
  return session;
}
