import { systemCtx } from "#shared/core/ctx.ts";
import { newId } from "#shared/core/id.ts";
import { auditWrite } from "#shared/audit/write.ts";
import { SessionEntity } from "#shared/org/entity.ts";
import { hashPassword } from "#shared/org/password.ts";
import type { UserRecord } from "#shared/org/record.ts";
import { newToken, passwordTag, sessionSeconds } from "#shared/org/session-token.ts";
import { createUserRows } from "#shared/org/store.ts";
import { commit } from "#shared/table/commit.ts";
import { here } from "#shared/table/model.ts";

export const password = "correct horse battery";
// The least that scrypt takes: suites make many people.
const cheap = { N: 16, r: 1, p: 1 };

/** Adds a person with her mail address and roles. Her password is `password`. */
export async function addPerson(given: Partial<UserRecord> = {}): Promise<UserRecord> {
  const ctx = systemCtx("test", new Date().toISOString());
  const userId = newId("user");
  const user: UserRecord = {
    userId,
    version: 1,
    email: `${userId.toLowerCase()}@demo.test`,
    name: "Alice Example",
    locale: "en",
    roles: [],
    departmentIds: [],
    state: "active",
    mailNotices: true,
    passwordHash: await hashPassword(password, cheap),
    createdAt: ctx.now,
    ...given,
  };
  await commit(ctx, {
    audit: [auditWrite(ctx, "user.create", user.userId, {})],
    writes: createUserRows(user),
    ref: user.userId,
  });
  return user;
}

/** A session token as sign-in would give it, without the work of a sign-in. */
export async function openSession(
  user: UserRecord,
  expiresAt = Math.floor(Date.now() / 1000) + sessionSeconds,
): Promise<string> {
  const { userId } = user;
  const { token, tokenHash } = newToken(userId);
  await SessionEntity.put({
    userId,
    tokenHash,
    passwordTag: passwordTag(user.passwordHash),
    createdAt: new Date().toISOString(),
    expiresAt,
  }).go(here());
  return token;
}

/** A template that is fit for publishing; `changes` replace pieces of its text. */
export function templateSource(changes: Record<string, string> = {}): string {
  let source = `# who needs what
name: { en: Server request, zh-CN: 服务器申请 }
category: infrastructure
numberPrefix: OPS
form:
  fields:
    - { name: purpose, type: text, label: { en: Purpose, zh-CN: 用途 }, required: true }
    - name: size
      type: select
      label: { en: Size, zh-CN: 规格 }
      options:
        - { value: small, label: { en: Small, zh-CN: 小 } }
        - { value: large, label: { en: Large, zh-CN: 大 } }
    - { name: owner, type: user, label: { en: Owner, zh-CN: 负责人 } }
  summary: [purpose]
chain:
  - { kind: approve, id: leader, name: { en: Leader, zh-CN: 主管 }, who: [{ role: manager }] }
`;
  for (const [from, to] of Object.entries(changes)) {
    if (!source.includes(from)) throw new Error(`the template has no ${from}`);
    source = source.replace(from, to);
  }
  return source;
}
