import { AppError } from "./error.ts";
import type { Permission } from "./permission.ts";

/** Through which door an action came; shown in the timeline. */
export type Channel = "web" | "api" | "mail" | "system";

export type PersonActor = {
  kind: "person";
  userId: string;
  name: string;
  permissions: ReadonlySet<Permission>;
  locale: Locale;
};
export type SystemActor = { kind: "system"; job: string };
export type Actor = PersonActor | SystemActor;
export type Locale = "en" | "zh-CN";

/** Given explicitly to every verb: who acts, when, through which door, and under which retry key. */
export type Ctx = {
  actor: Actor;
  requestId: string;
  /** ISO instant; the only "now" a verb may use. */
  now: string;
  channel: Channel;
  idempotency?: { key: string; requestHash: string };
};

export function systemCtx(job: string, now: string): Ctx {
  return { actor: { kind: "system", job }, requestId: `job-${job}`, now, channel: "system" };
}

export function can(ctx: Ctx, permission: Permission): boolean {
  return ctx.actor.kind === "system" || ctx.actor.permissions.has(permission);
}

/** First line of a verb that needs a permission. */
export function assertCan(ctx: Ctx, permission: Permission): void {
  if (!can(ctx, permission)) {
    throw new AppError("FORBIDDEN", `This needs the permission ${permission}.`);
  }
}

/** First line of a verb that only a signed-in person may call. */
export function personOf(ctx: Ctx): PersonActor {
  if (ctx.actor.kind === "person") return ctx.actor;
  throw new AppError("FORBIDDEN", "Only a person may do this.");
}

/** How the actor is named in records. */
export function actorId(ctx: Ctx): string {
  return ctx.actor.kind === "person" ? ctx.actor.userId : `system:${ctx.actor.job}`;
}

/** The actor as records show her. */
export function actorRef(ctx: Ctx): { id: string; name: string } {
  const { actor } = ctx;
  return { id: actorId(ctx), name: actor.kind === "person" ? actor.name : actor.job };
}
