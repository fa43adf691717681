import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { Payment } from "./activity.ts";
import { Refusal } from "./client.ts";

/** Work that the platform gave to the payment service and waits for. */
export type StartedPayment = {
  ticketUlid: string;
  /** Number of the automation task inside its ticket. */
  seq: number;
  payment: Payment;
  callbackUrl: string;
  token: string;
};

type Waiter = { afterSeq: number; resolve: (started: StartedPayment) => void };

/** Paths the template calls, by step. */
export const pathOf: Record<Payment, string> = {
  "Request Payment": "/request-payment",
  "Payment Handled": "/payment-handled",
};

/** A stream that lags, or a run that only the reconciler finds, may take more than a minute. */
const waitMs = 300_000;

function paymentAt(path: string | undefined): Payment | undefined {
  const found = Object.entries(pathOf).find(([, one]) => one === path);
  return found?.[0] as Payment | undefined;
}

function parseStart(request: IncomingMessage, body: string): StartedPayment | undefined {
  const payment = paymentAt(request.url);
  const token = request.headers["x-callback-token"];
  const { callback } = JSON.parse(body) as { callback?: string };
  const [, ticketUlid, seq] = /\/orders\/ord_([^_]+)_(\d+)\//.exec(callback ?? "") ?? [];
  if (payment === undefined || typeof token !== "string" || callback === undefined)
    return undefined;
  if (ticketUlid === undefined) return undefined;
  return { ticketUlid, seq: Number(seq), payment, callbackUrl: callback, token };
}

/** A small outside system: takes work at once and reports its end when the replay says so. */
export class PaymentService {
  readonly #server: Server;
  readonly #started = new Map<string, StartedPayment[]>();
  readonly #waiters = new Map<string, Waiter>();

  constructor() {
    this.#server = createServer((request, response) => {
      void text(request).then((body) => {
        const started = parseStart(request, body);
        response.writeHead(started === undefined ? 400 : 202).end();
        if (started !== undefined) this.#keep(started);
      });
    });
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** The first work for this ticket behind task `afterSeq`, as soon as the platform gives it. */
  next(ticketUlid: string, afterSeq: number): Promise<StartedPayment> {
    const known = this.#started.get(ticketUlid)?.find(({ seq }) => seq > afterSeq);
    if (known !== undefined) return Promise.resolve(known);
    return new Promise((resolve, reject) => {
      const late = new Refusal("LATE", `no automation was started within ${waitMs / 1000} s`);
      const timer = setTimeout(() => reject(late), waitMs);
      this.#waiters.set(ticketUlid, {
        afterSeq,
        resolve: (started) => {
          clearTimeout(timer);
          resolve(started);
        },
      });
    });
  }

  /** What a finished case leaves behind. */
  forget(ticketUlid: string): void {
    this.#started.delete(ticketUlid);
    this.#waiters.delete(ticketUlid);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  // The same call may come twice: the platform repeats what it has no answer for.
  #keep(started: StartedPayment): void {
    const known = this.#started.get(started.ticketUlid) ?? [];
    if (known.some(({ seq }) => seq === started.seq)) return;
    this.#started.set(started.ticketUlid, [...known, started]);
    const waiter = this.#waiters.get(started.ticketUlid);
    if (waiter === undefined || started.seq <= waiter.afterSeq) return;
    this.#waiters.delete(started.ticketUlid);
    waiter.resolve(started);
  }
}
