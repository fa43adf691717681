import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { actions } from "./actions.ts";
import { SfnEngine, type EngineOptions } from "./engine.ts";
import { SfnError } from "./error.ts";

/** A running Step Functions API. `engine` is the same thing in-process, for figures. */
export type SfnServer = { endpoint: string; engine: SfnEngine; stop: () => Promise<void> };

const TARGET = "AWSStepFunctions.";
const BODY_MAX_BYTES = 2 * 1024 * 1024;

/** Serves the Step Functions JSON 1.0 protocol on a free loopback port, and GET /stats. */
export async function startSfn(options: EngineOptions): Promise<SfnServer> {
  const engine = new SfnEngine(options);
  const server = createServer((req, res) => void answer(engine, req, res));
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    engine,
    stop: async () => {
      await engine.stop();
      server.close();
      server.closeAllConnections();
    },
  };
}

async function answer(engine: SfnEngine, req: IncomingMessage, res: ServerResponse): Promise<void> {
  if (req.method === "GET" && req.url === "/stats") return reply(res, 200, engine.stats());
  try {
    reply(res, 200, await act(engine, req));
  } catch (error) {
    if (error instanceof SfnError)
      return reply(res, 400, { __type: error.code, message: error.message });
    console.error("step functions: request failed", error);
    reply(res, 500, { __type: "InternalFailure", message: "Internal error." });
  }
}

async function act(engine: SfnEngine, req: IncomingMessage): Promise<object> {
  const target = String(req.headers["x-amz-target"] ?? "");
  const name = target.startsWith(TARGET) ? target.slice(TARGET.length) : "";
  const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
  if (!action) throw new SfnError("UnknownOperationException", `Unknown operation: ${target}`);
  return action(engine, await readJson(req));
}

async function readJson(req: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_MAX_BYTES)
      throw new SfnError("ValidationException", "The request is too long.");
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8")) as Record<string, unknown>;
  } catch {
    throw new SfnError("SerializationException", "The request is not JSON.");
  }
}

function reply(res: ServerResponse, status: number, body: object): void {
  res.writeHead(status, { "content-type": "application/x-amz-json-1.0" }).end(JSON.stringify(body));
}
