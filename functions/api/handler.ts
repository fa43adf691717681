import { handle } from "hono/aws-lambda";
import { connectActions } from "../action/providers.ts";
import { createApp } from "./app.ts";
import { env } from "../lib/env.ts";
import { startInstance } from "../lib/instance.ts";
import { connectStorage } from "../lib/storage.ts";
import { connectVault } from "../lib/vault.ts";

startInstance();
connectStorage();
connectVault();
connectActions();

// As text, a file would lose its byte order mark on the way: reading text drops it.
function isFile(contentType: string): boolean {
  return contentType.startsWith("text/csv");
}

/** The whole API as one Lambda behind an HTTP API (payload format 2.0). */
export const handler = handle(createApp(env()), { isContentTypeBinary: isFile });
