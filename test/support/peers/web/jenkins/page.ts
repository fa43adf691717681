import type { Context } from "hono";
import type { PeerCall } from "../peer.ts";
import { select, selectionOf } from "./selection.ts";

/** Headers that every answer of Jenkins itself has. */
export const advertised = {
  "x-hudson": "1.395",
  "x-jenkins": "2.555",
  "x-jenkins-session": "5f2c91d3",
};

const html = (text: string, status: number, headers: Record<string, string> = {}) =>
  new Response(text, {
    status,
    headers: { "content-type": "text/html;charset=utf-8", ...advertised, ...headers },
  });

/** What the servlet container shows for an error. */
export function errorPage(
  status: number,
  message: string,
  path: string,
  headers: Record<string, string> = {},
): Response {
  const rows = [
    ["URI", path],
    ["STATUS", String(status)],
    ["MESSAGE", message],
    ["SERVLET", "Stapler"],
  ].map(([name, value]) => `<tr><th>${name}:</th><td>${value}</td></tr>\n`);
  const text = `<html>
<head>
<meta http-equiv="Content-Type" content="text/html;charset=ISO-8859-1"/>
<title>Error ${status} ${message}</title>
</head>
<body><h2>HTTP ERROR ${status} ${message}</h2>
<table>
${rows.join("")}</table>
</body>
</html>
`;
  return html(text, status, headers);
}

export const notFound = (path: string) => errorPage(404, "Not Found", path);

export const postNeeded = () =>
  html("<html><body>You must use POST method.</body></html>", 405, { allow: "POST" });

/** For those who did not say who they are. */
export const signInNeeded = (path: string) =>
  html(
    `<html><head><meta http-equiv='refresh' content='1;url=/login?from=${encodeURIComponent(path)}'/></head><body style='background-color:white; color:white;'>\nAuthentication required\n<!--\n--></body></html>`,
    403,
  );

export function permissionNeeded(user: string, permission: string): Response {
  const head = `<html><head><title>Access Denied</title></head><body>`;
  const headers = {
    "x-you-are-authenticated-as": user,
    "x-required-permission": "hudson.model.Item.Build",
  };
  return html(`${head}${user} is missing the ${permission} permission</body></html>`, 403, headers);
}

export const oops = () =>
  html(
    "<html><head><title>Jenkins - Oops!</title></head><body><h1>Oops!</h1><p>A problem occurred while processing the request.</p></body></html>",
    500,
  );

export const emptyPage = (title: string) =>
  html(`<!DOCTYPE html><html><head><title>${title} - Jenkins</title></head></html>`, 200);

export function redirect(to: string): Response {
  return new Response(null, { status: 302, headers: { location: to } });
}

/** `deep` is all there is to it: what `tree` may ask for. */
export function json(c: Context, body: unknown, deep: () => unknown = () => body): Response {
  const tree = c.req.query("tree");
  const wanted = tree === undefined ? undefined : selectionOf(tree);
  if (tree !== undefined && wanted === undefined) return oops();
  const shown = wanted === undefined ? body : select(deep(), wanted);
  return Response.json(shown, {
    headers: { "content-type": "application/json;charset=utf-8", ...advertised },
  });
}

/** Jenkins while it starts, Jenkins that broke, or the proxy in front of it. */
export function ownError(status: number, call: PeerCall): Response {
  const [path = ""] = call.path.split("?");
  if (status === 500) return oops();
  if (status === 503)
    return html(
      "<html><body>Please wait while Jenkins is getting ready to work ...</body></html>",
      503,
    );
  if (status === 403) return errorPage(403, "No valid crumb was included in the request", path);
  if (status < 500 && status !== 429) return errorPage(status, "Error", path);
  const text = `<html>\r\n<head><title>${status}</title></head>\r\n<body>\r\n<center><h1>${status}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`;
  return new Response(text, { status, headers: { "content-type": "text/html" } });
}
