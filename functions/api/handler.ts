import { handle } from "hono/aws-lambda";
import { createApp } from "./app.ts";
import { env } from "../lib/env.ts";
import { connectStorage } from "../lib/storage.ts";

connectStorage();

/** The whole API as one Lambda behind an HTTP API (payload format 2.0). */
export const handler = handle(createApp(env()));
