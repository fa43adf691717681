import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { kept } from "../environment.ts";
import { parameterActions } from "./actions.ts";
import { KEY_BYTES } from "./cipher.ts";
import { SsmError } from "./error.ts";
import { toJson } from "./json.ts";
import { ParameterStore } from "./store.ts";

/** A running Parameter Store API. */
export type SsmServer = { endpoint: string; stop: () => Promise<void> };

const TARGET = "AmazonSSM.";
const BODY_MAX_BYTES = 1024 * 1024;

/** The store of a data directory, which the caller has locked; without one, of this process. */
export function openParameterStore(dataDir?: string): ParameterStore {
  const key = kept(dataDir, "ssm-key", () => randomBytes(KEY_BYTES).toString("base64"));
  const path = dataDir && join(dataDir, "parameters.json");
  return new ParameterStore({ key: Buffer.from(key, "base64"), path });
}

/** Serves Parameter Store's part of the SSM JSON 1.1 protocol on a free loopback port. */
export async function startSsm(store: ParameterStore): Promise<SsmServer> {
  const server = createServer((req, res) => void answer(store, req, res));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(store: ParameterStore, req: IncomingMessage, res: ServerResponse) {
  try {
    reply(res, 200, await act(store, req));
  } catch (error) {
    if (error instanceof SsmError)
      return reply(res, 400, { __type: error.code, message: error.message || undefined });
    console.error("ssm: request failed", error);
    reply(res, 500, { __type: "InternalServerError", message: "Internal error." });
  }
}

async function act(store: ParameterStore, req: IncomingMessage): Promise<object> {
  const target = String(req.headers["x-amz-target"] ?? "");
  const name = target.startsWith(TARGET) ? target.slice(TARGET.length) : "";
  if (!isAction(name)) throw new SsmError("UnknownOperationException", `Unknown: ${target}`);
  return parameterActions[name](store, (await readJson(req)) as never);
}

function isAction(name: string): name is keyof typeof parameterActions {
  return Object.hasOwn(parameterActions, name);
}

async function readJson(req: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_MAX_BYTES)
      throw new SsmError("ValidationException", "The request is too long.");
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch {
    throw new SsmError("SerializationException", "The request is not JSON.");
  }
}

function reply(res: ServerResponse, status: number, body: object): void {
  res.writeHead(status, { "content-type": "application/x-amz-json-1.1" }).end(toJson(body));
}
