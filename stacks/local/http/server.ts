import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import { Hono, type MiddlewareHandler } from "hono";
import type { LambdaHandler } from "../lambda.ts";
import { s3Gate, type GateOptions } from "../s3/gate.ts";
import { apiRoutes } from "./api.ts";
import { webRoutes } from "./web.ts";

/** One origin for API, files and web app. `webDir` is left out to serve the API alone. */
export type HttpOptions = {
  host: string;
  port: number;
  api: LambdaHandler;
  onWrite?: () => void;
  s3?: Omit<GateOptions, "prefix">;
  webDir?: string | undefined;
  /** Further routes on the same port: the outside systems of the demo. */
  beside?: Hono | undefined;
  /** The address people are told; pages asked for under another name of this machine are sent there. */
  publicUrl?: string;
};

/** A listening server; `port` is the real one when 0 was asked for. */
export type HttpServer = { port: number; stop: () => Promise<void> };

/** Path under which presigned S3 URLs are served. */
export const S3_PREFIX = "/_s3";

/** Opens the product's port. Rejects with EADDRINUSE when it is taken. */
export async function startHttp(options: HttpOptions): Promise<HttpServer> {
  const server = createAdaptorServer({ fetch: httpApp(options).fetch }) as Server;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, options.host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
        setTimeout(() => server.closeAllConnections(), 2_000).unref();
      }),
  };
}

/** The routes without the socket. */
export function httpApp(options: HttpOptions): Hono {
  const app = new Hono();
  app.use(async (c, next) => {
    await next();
    c.header("x-content-type-options", "nosniff");
    c.header("referrer-policy", "same-origin");
  });
  app.route("/", apiRoutes(options.api, options.onWrite ?? (() => undefined)));
  if (options.s3) app.route("/", s3Gate({ ...options.s3, prefix: S3_PREFIX }));
  if (options.beside) app.route("/", options.beside);
  if (options.publicUrl) app.use(oneName(options.publicUrl));
  if (options.webDir) app.route("/", webRoutes(options.webDir));
  return app;
}

/** Cookies, the Origin check and file addresses belong to one name, so "localhost" moves to the one in use. */
function oneName(publicUrl: string): MiddlewareHandler {
  return async (c, next) => {
    const url = new URL(c.req.url);
    if (url.hostname !== "localhost" || publicUrl.startsWith(url.origin)) return next();
    return c.redirect(`${publicUrl}${url.pathname}${url.search}`);
  };
}
