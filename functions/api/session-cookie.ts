import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { sessionSeconds } from "#shared/org/session-token.ts";
import type { ApiContext } from "./context.ts";

const name = "countersign_session";

function options(c: ApiContext) {
  const secure = c.var.config.publicUrl.startsWith("https:");
  return { httpOnly: true, sameSite: "Lax", path: "/", secure } as const;
}

export function sessionToken(c: ApiContext): string | undefined {
  return getCookie(c, name);
}

/** Hands the session to the browser; scripts can't read it. */
export function keepSession(c: ApiContext, token: string): void {
  setCookie(c, name, token, { ...options(c), maxAge: sessionSeconds });
}

export function dropSession(c: ApiContext): void {
  deleteCookie(c, name, options(c));
}
