import { createHash, randomBytes } from "node:crypto";
import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import type { PeerEnv } from "../peer.ts";
import { advertised, errorPage, signInNeeded } from "./page.ts";

/** A user signs in with the password, which needs crumbs, or with an API token, which does not. */
export type User = { password?: string; token?: string; mayBuild?: boolean };

export type Security = {
  /** By id. Without it everybody may do everything as anonymous. */
  users: Record<string, User> | undefined;
  /** Whether a POST without an API token needs a crumb of its session. */
  isCrumbNeeded: boolean;
};

type SignedIn = { id: string; mayBuild: boolean; isByToken: boolean };

const sessionCookie = "JSESSIONID.4f1a9c02";
const salt = randomBytes(16).toString("hex");

function crumbOf(user: string, session: string): string {
  return createHash("sha256").update(`${user};${session}`).update(salt).digest("hex");
}

/** Who calls; a refusal when nobody knows them, or when it needs somebody. */
export function signIn(c: Context<PeerEnv>, { users }: Security): SignedIn | Response {
  const anonymous = { id: "anonymous", mayBuild: true, isByToken: false };
  const header = c.req.header("authorization") ?? "";
  if (users === undefined) return anonymous;
  if (!/^basic /i.test(header)) return signInNeeded(c.req.path);
  const [id = "", ...rest] = Buffer.from(header.slice(6), "base64").toString().split(":");
  const secret = rest.join(":");
  const user = users[id];
  const isByToken = user?.token !== undefined && secret === user.token;
  const isByPassword = user?.password !== undefined && secret === user.password;
  if (isByToken || isByPassword) return { id, mayBuild: user.mayBuild ?? true, isByToken };
  const headers = { "www-authenticate": 'Basic realm="Jenkins"' };
  return errorPage(401, "Unauthorized", c.req.path, headers);
}

/** A crumb holds for the session that it was given to, and for that user only. */
export function issueCrumb(c: Context<PeerEnv>, { id }: SignedIn): Response {
  let session = getCookie(c, sessionCookie);
  if (session === undefined) {
    session = `node0${randomBytes(16).toString("hex")}.node0`;
    setCookie(c, sessionCookie, session, { path: "/", httpOnly: true });
  }
  for (const [name, value] of Object.entries(advertised)) c.header(name, value);
  return c.json({
    _class: "hudson.security.csrf.DefaultCrumbIssuer",
    crumb: crumbOf(id, session),
    crumbRequestField: "Jenkins-Crumb",
  });
}

/** The refusal of a POST that could have been made by any page that the user looks at. */
export async function crumbRefusal(
  c: Context<PeerEnv>,
  { id, isByToken }: SignedIn,
  { isCrumbNeeded }: Security,
): Promise<Response | undefined> {
  if (!isCrumbNeeded || isByToken || c.req.method !== "POST") return undefined;
  const form = await c.req.parseBody();
  const crumb = c.req.header("jenkins-crumb") ?? form["Jenkins-Crumb"];
  const session = getCookie(c, sessionCookie);
  if (session !== undefined && crumb === crumbOf(id, session)) return undefined;
  return errorPage(403, "No valid crumb was included in the request", c.req.path);
}
