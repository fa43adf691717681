import { randomUUID } from "node:crypto";
import { getConnInfo } from "@hono/node-server/conninfo";
import { Hono, type Context } from "hono";
import { bodyLimit } from "hono/body-limit";
import { invokeLambda, type LambdaHandler } from "../lambda.ts";
import { fromGatewayResult, toGatewayEvent } from "./gateway.ts";

/** Largest request body the API takes; files go to S3 directly. */
export const BODY_MAX_BYTES = 1024 * 1024;

/** Serves /api/* by invoking the API's Lambda handler; `onWrite` is told after every request that may have written. */
export function apiRoutes(handler: LambdaHandler, onWrite: () => void): Hono {
  const app = new Hono();
  const onError = () => {
    const answer = problem(413, "PAYLOAD_TOO_LARGE", "The request body is larger than 1 MB.");
    // The rest of the body is never read, so the connection cannot carry another request.
    answer.headers.set("connection", "close");
    return answer;
  };
  app.use("/api/*", bodyLimit({ maxSize: BODY_MAX_BYTES, onError }));
  app.all("/api/*", async (c) => {
    const response = await callApi(c, handler);
    if (c.req.method !== "GET" && c.req.method !== "HEAD") onWrite();
    return response;
  });
  return app;
}

async function callApi(c: Context, handler: LambdaHandler): Promise<Response> {
  const event = await toGatewayEvent(c.req.raw, getConnInfo(c).remote.address ?? "127.0.0.1");
  try {
    return fromGatewayResult(await invokeLambda("api", handler, event));
  } catch (error) {
    console.error("api: the handler failed", error);
    return problem(500, "INTERNAL", "Something went wrong.");
  }
}

/** An application/problem+json answer in the API's own shape, for what fails before or outside the handler. */
function problem(status: number, code: string, title: string): Response {
  const body = { type: "about:blank", title, status, code, requestId: randomUUID(), issues: [] };
  return new Response(JSON.stringify(body), {
    status,
    headers: { "content-type": "application/problem+json", "cache-control": "no-store" },
  });
}
