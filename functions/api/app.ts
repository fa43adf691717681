import { Hono } from "hono";
import { contract } from "#shared/contract/index.ts";
import { AppError } from "#shared/core/error.ts";
import type { Env } from "../lib/env.ts";
import type { ApiContext, ApiEnv } from "./context.ts";
import { docsPage } from "./openapi/page.ts";
import { callerFinder, limitAddress } from "./middleware/caller.ts";
import { sameOrigin } from "./middleware/origin.ts";
import { clock, identify } from "./middleware/request.ts";
import { fileOperations, mountFiles } from "./files.ts";
import { mount, type Routes } from "./mount.ts";
import { openApiDocument } from "./openapi/document.ts";
import { problem } from "./problem.ts";
import { actionRoutes } from "./routes/action.ts";
import { calendarRoutes } from "./routes/calendar.ts";
import { leaverRoutes } from "./routes/leaver.ts";
import { noticeRoutes } from "./routes/notice.ts";
import { orderRoutes } from "./routes/order.ts";
import { orgRoutes } from "./routes/org.ts";
import { planRoutes } from "./routes/plan.ts";
import { evidenceRoutes } from "./routes/evidence.ts";
import { reportRoutes } from "./routes/report.ts";
import { serviceRoutes } from "./routes/service.ts";
import { healthRoutes, sessionRoutes } from "./routes/session.ts";
import { settingRoutes } from "./routes/setting.ts";
import { templateRoutes } from "./routes/template.ts";
import { taskRoutes, ticketRoutes } from "./routes/ticket.ts";
import { triggerRoutes } from "./routes/trigger.ts";

const routes: Routes<typeof contract> = {
  ...sessionRoutes,
  ...healthRoutes,
  ...orgRoutes,
  ...serviceRoutes,
  ...leaverRoutes,
  ...calendarRoutes,
  ...templateRoutes,
  ...ticketRoutes,
  ...taskRoutes,
  ...actionRoutes,
  ...planRoutes,
  ...orderRoutes,
  ...triggerRoutes,
  ...evidenceRoutes,
  ...noticeRoutes,
  ...reportRoutes,
  ...settingRoutes,
};

const operations = [...Object.values(contract), ...Object.values(fileOperations)].map(
  ({ method, path }) => ({
    method,
    pattern: new RegExp(`^/api${path.replaceAll(/\{\w+\}/g, "[^/]+").replaceAll(".", "\\.")}$`),
  }),
);

/** Nothing answered: no such address, or not by this method. */
function unanswered(c: ApiContext): Response {
  const here = operations.filter(({ pattern }) => pattern.test(c.req.path));
  if (here.length === 0) return problem(c, new AppError("NOT_FOUND", "No such address."));
  c.header("allow", [...new Set(here.map(({ method }) => method))].join(", "));
  return problem(c, new AppError("METHOD_NOT_ALLOWED", "Not by this method."));
}

function mountDocuments(app: Hono<ApiEnv>): void {
  app.get("/openapi.json", (c) => c.json(openApiDocument()));
  app.get("/docs", (c) => docsPage(c));
}

/** The API under `/api`, made from the contract. `config` stays the same for the life of the app. */
export function createApp(config: Env): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>().basePath("/api");
  const find = callerFinder(config);
  app.onError((error, c) => problem(c, error));
  app.notFound(unanswered);
  app.use(identify(config), limitAddress(config), clock(config), sameOrigin);
  mountDocuments(app);
  mount(app, contract, { routes, find });
  mountFiles(app, find);
  return app;
}
