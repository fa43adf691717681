import { randomUUID } from "node:crypto";
import type { InvocationRequest, InvocationResponse } from "@aws-sdk/client-lambda";
import { AwsError, hold } from "../error.ts";
import type { Steps } from "../steps.ts";
import type { Functions, Target } from "./functions.ts";
import { invoke, PAYLOAD_MAX_BYTES } from "./invocation.ts";

/** A run of a function, whoever waited for it: an effect. */
export type RanFunction = { name: string; version: string; event: unknown; requestId: string };

/** Milliseconds until an event is delivered, and until it is delivered again after an error. */
export type InvokeDelays = { eventMs: number; retryMs: number };

const EVENT_MAX_BYTES = 1024 * 1024;
const EVENT_ATTEMPTS = 3;
const LOG_MAX_BYTES = 4 * 1024;

/** Runs functions for callers who wait and for events. */
export class Invoker {
  readonly ran: RanFunction[] = [];
  readonly #functions: Functions;
  readonly #steps: Steps;
  readonly #delays: InvokeDelays;
  /** Synchronous invocations under way, by function. */
  readonly #running = new Map<string, number>();

  constructor(functions: Functions, steps: Steps, delays: InvokeDelays) {
    this.#functions = functions;
    this.#steps = steps;
    this.#delays = delays;
  }

  async invoke(input: InvocationRequest, effect: () => void): Promise<InvocationResponse> {
    hold(input, { InvocationType: { oneOf: ["Event", "RequestResponse", "DryRun"] } });
    const target = this.#functions.find(input.FunctionName ?? "", input.Qualifier);
    const isEvent = input.InvocationType === "Event";
    const event = readEvent(input.Payload, isEvent ? EVENT_MAX_BYTES : PAYLOAD_MAX_BYTES);
    if (input.InvocationType === "DryRun") return { StatusCode: 204 };
    if (!isEvent) this.#admit(target);
    effect();
    if (!isEvent) return this.#synchronously(target, event, input);
    this.#deliver(target, event, randomUUID(), this.#delays.eventMs);
    return { StatusCode: 202 };
  }

  async #synchronously(
    target: Target,
    event: unknown,
    { LogType, ClientContext }: InvocationRequest,
  ): Promise<InvocationResponse> {
    const { name, version: ExecutedVersion } = target;
    this.#running.set(name, this.#countOf(name) + 1);
    const clientContext: unknown = ClientContext && JSON.parse(atob(ClientContext));
    const outcome = await this.#run(target, event, { requestId: randomUUID(), clientContext });
    this.#running.set(name, this.#countOf(name) - 1);
    const { payload: Payload, error: FunctionError, log } = outcome;
    const LogResult = LogType === "Tail" ? tail(log) : undefined;
    return {
      StatusCode: 200,
      Payload: new Uint8Array(Payload),
      FunctionError,
      LogResult,
      ExecutedVersion,
    };
  }

  #admit({ name, definition }: Target): void {
    if (this.#countOf(name) < (definition.concurrency ?? Number.POSITIVE_INFINITY)) return;
    const fields = { Type: "User", Reason: "ReservedFunctionConcurrentInvocationLimitExceeded" };
    const options = { status: 429, retryAfterSeconds: 1, fields };
    throw new AwsError("TooManyRequestsException", "Rate Exceeded.", options);
  }

  #countOf(name: string): number {
    return this.#running.get(name) ?? 0;
  }

  /** An event whose function fails is delivered again, with the same request id. */
  #deliver(target: Target, event: unknown, requestId: string, ms: number, attempt = 1): void {
    this.#steps.after(ms, () => {
      void this.#run(target, event, { requestId }).then(({ error }) => {
        if (!error || attempt >= EVENT_ATTEMPTS) return;
        this.#deliver(target, event, requestId, this.#delays.retryMs, attempt + 1);
      });
    });
  }

  #run(target: Target, event: unknown, given: { requestId: string; clientContext?: unknown }) {
    const { name, version } = target;
    this.ran.push({ name, version, event, requestId: given.requestId });
    return invoke(target, event, given);
  }
}

function readEvent(payload: Uint8Array | undefined, maxBytes: number): unknown {
  const bytes = Buffer.from(payload ?? []);
  if (bytes.length > maxBytes) {
    const text = `Request must be smaller than ${maxBytes} bytes for the InvokeFunction operation`;
    throw new AwsError("RequestTooLargeException", text, { status: 413, fields: { Type: "User" } });
  }
  if (bytes.length === 0) return {};
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    const text = "Could not parse request body into json: Could not parse payload into json";
    throw new AwsError("InvalidRequestContentException", text, { fields: { Type: "User" } });
  }
}

function tail(log: string): string {
  return Buffer.from(log).subarray(-LOG_MAX_BYTES).toString("base64");
}
