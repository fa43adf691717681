import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { AwsError } from "./error.ts";
import { FaultScript, type Fault } from "./fault.ts";
import type { Steps } from "./steps.ts";
import { hasSigned, readRequest, signerOf, type Wire, type WireAnswer } from "./wire.ts";

/** A call that arrived. `effect` says whether it changed anything on the peer, whatever the caller was told. */
export type PeerCall = {
  operation: string;
  input: unknown;
  at: number;
  effect: boolean;
  /** The access key it is signed with. */
  signer: string;
};

/** Does one operation; calls `effect` when it changes something. Throws AwsError. */
export type Handler<Input> = (input: Input, effect: () => void) => object | Promise<object>;

/** A service as its peer plays it. */
export type Service = {
  /** The name in the scope of signatures; a request signed for another service is refused. */
  signingName: string;
  wire: Wire;
  handlers: Readonly<Record<string, Handler<never>>>;
  /** How this service says that it is called too often, and that it broke. */
  throttling: { name: string; status: number; message: string };
  crash: { name: string; message: string };
};

/** What all peers have in common. */
export type Peer = {
  endpoint: string;
  /** Calls in the order of their arrival; those of one operation when it is named. */
  calls: (operation?: string) => PeerCall[];
  /** The next calls of an operation ("*": of any) meet these faults, one each. */
  fault: (operation: string, ...faults: Fault[]) => void;
  clearFaults: () => void;
  /** Lets the peer do what waits; for the pace "steps". */
  step: (times?: number) => void;
  stop: () => Promise<void>;
};

/** Starts a service on a free loopback port; `stop` ends everything that it still has under way. */
export async function startPeer(service: Service, steps: Steps): Promise<Peer> {
  const calls: PeerCall[] = [];
  const faults = new FaultScript();
  const stopped = new AbortController();
  const state = { calls, faults, stopped: stopped.signal };
  const server = createServer((request, response) => {
    // Rejects when the caller goes away while its request is read, and when the peer stops.
    answer(service, state, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    calls: (operation) => calls.filter((call) => !operation || call.operation === operation),
    fault: (operation, ...given) => faults.add(operation, given),
    clearFaults: () => faults.clear(),
    step: (times) => steps.step(times),
    stop: async () => {
      steps.stop();
      stopped.abort();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

type State = { calls: PeerCall[]; faults: FaultScript; stopped: AbortSignal };

async function answer(
  service: Service,
  { calls, faults, stopped }: State,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const received = await readRequest(request);
  let fault: Fault | undefined;
  const act = async () => {
    if (!hasSigned(received, service.signingName)) throw UNSIGNED;
    const { operation, input } = service.wire.read(received);
    const signer = signerOf(received);
    const call: PeerCall = { operation, input, at: Date.now(), effect: false, signer };
    calls.push(call);
    fault = faults.next(operation);
    if (fault) refuse(service, fault);
    const output = takesEffect(fault) ? await perform(service, call) : {};
    return service.wire.answer(operation, output);
  };
  const answered = await act().catch((error) => service.wire.error(asAwsError(service, error)));
  await deliver(response, answered, fault, stopped);
}

function takesEffect(fault: Fault | undefined): boolean {
  return !fault || fault.kind === "late" || ("effect" in fault && fault.effect);
}

async function deliver(
  response: ServerResponse,
  answered: WireAnswer,
  fault: Fault | undefined,
  stopped: AbortSignal,
): Promise<void> {
  if (fault?.kind === "hang") return;
  if (fault?.kind === "late") await pause(fault.ms, undefined, { signal: stopped });
  if (fault?.kind === "hangUp" || response.destroyed) return void response.destroy();
  const { status, headers, body } = answered;
  response.writeHead(status, { "x-amzn-requestid": randomUUID(), ...headers }).end(body);
}

const UNSIGNED = new AwsError(
  "MissingAuthenticationTokenException",
  "Missing Authentication Token",
  { status: 403 },
);

function perform(service: Service, call: PeerCall): object | Promise<object> {
  const handler = Object.hasOwn(service.handlers, call.operation)
    ? service.handlers[call.operation]
    : undefined;
  if (!handler) throw new AwsError("UnknownOperationException", `Unknown: ${call.operation}`);
  return handler(call.input as never, () => {
    call.effect = true;
  });
}

function refuse({ throttling, crash }: Service, fault: Fault): void {
  if (fault.kind === "fail") throw new AwsError(fault.name, fault.message, fault);
  if (fault.kind === "throttle") {
    throw new AwsError(throttling.name, throttling.message, {
      status: fault.status ?? throttling.status,
      retryAfterSeconds: fault.retryAfterSeconds,
    });
  }
  if (fault.kind === "crash") throw new AwsError(crash.name, crash.message, { status: 500 });
}

function asAwsError({ crash }: Service, error: unknown): AwsError {
  if (error instanceof AwsError) return error;
  console.error("peer: a handler broke", error);
  return new AwsError(crash.name, crash.message, { status: 500 });
}
