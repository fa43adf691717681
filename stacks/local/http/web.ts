import { existsSync } from "node:fs";
import { join } from "node:path";
import { serveStatic } from "@hono/node-server/serve-static";
import { Hono, type Context, type MiddlewareHandler } from "hono";
import { etag } from "hono/etag";
import { pageReader } from "./page.ts";

/** Serves the built web app: files with their types, everything else the single page (the router is in the browser). */
export function webRoutes(buildDir: string): Hono {
  const readPage = pageReader(join(buildDir, "index.html"));
  const app = new Hono();
  app.use(etag());
  app.get("/", (c) => sendPage(c, readPage));
  app.get("/index.html", (c) => c.redirect("/"));
  app.get("*", files(buildDir));
  app.get("*", (c) => (isFile(c.req.path) ? c.notFound() : sendPage(c, readPage)));
  return app;
}

/** Made at the first request: at boot the build may still be under way. */
function files(root: string): MiddlewareHandler {
  let serve: MiddlewareHandler | undefined;
  return (c, next) => {
    if (!existsSync(root)) return next();
    serve ??= serveStatic({
      root,
      precompressed: true,
      onFound: (_path, found) => cacheHeaders(found),
    });
    return serve(c, next);
  };
}

function cacheHeaders(c: Context): void {
  const isImmutable = c.req.path.startsWith("/_app/immutable/");
  c.header("cache-control", isImmutable ? "public, max-age=31536000, immutable" : "no-cache");
}

function sendPage(c: Context, readPage: ReturnType<typeof pageReader>): Response {
  const page = readPage();
  if (!page)
    return c.text("The web app is being built; try again in a moment.", 503, {
      "retry-after": "2",
    });
  return c.html(page.html, 200, {
    "content-security-policy": page.policy,
    "cache-control": "no-cache",
  });
}

function isFile(path: string): boolean {
  return path.startsWith("/_app/") || /\.[a-z0-9]{1,8}$/i.test(path);
}
