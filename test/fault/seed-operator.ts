import { systemCtx } from "#shared/core/ctx.ts";
import { createUser } from "#shared/org/create-user.ts";
import { getUserByEmail } from "#shared/org/load.ts";

export const operatorEmail = "dave@demo.test";

/** The one person that runs of plans need. */
export async function seedOperator(password: string): Promise<void> {
  if ((await getUserByEmail(operatorEmail)) !== undefined) return;
  await createUser(systemCtx("seed", new Date().toISOString()), {
    email: operatorEmail,
    name: "Dave Okafor",
    password,
    locale: "en",
    roles: ["operator"],
    departmentIds: [],
    mailNotices: false,
  });
}
