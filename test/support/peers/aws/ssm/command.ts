import { randomUUID } from "node:crypto";
import type * as ssm from "@aws-sdk/client-ssm";
import type { Steps } from "../steps.ts";
import { overall, share, type CommandState } from "./command-status.ts";
import type { Instance } from "./fleet.ts";
import { end, isError, pending, set, type Invocation } from "./invocation.ts";

/** What a script did on one node. */
export type ScriptResult = { code?: number; stdout?: string; stderr?: string; timedOut?: boolean };

export type ScriptCall = {
  commandId: string;
  instanceId: string;
  document: string;
  parameters: Record<string, string[]>;
};

/** Milliseconds; a node that does not answer is given up after `deliveryMs`, whatever TimeoutSeconds says. */
export type CommandDelays = {
  visibleMs: number;
  pendingMs: number;
  runningMs: number;
  cancellingMs: number;
  deliveryMs: number;
};

const CONCURRENCY_DEFAULT = "50";

/** A command and how it goes on from node to node by itself. */
export class CommandRun {
  readonly id = randomUUID();
  readonly requestedAt = new Date();
  readonly input: ssm.SendCommandRequest;
  readonly invocations: Invocation[];
  /** False for a moment after SendCommand, as everything is eventually consistent. */
  isVisible = false;
  #isCancelled = false;
  readonly #run: (call: ScriptCall) => ScriptResult;
  readonly #steps: Steps;
  readonly #delays: CommandDelays;

  constructor(
    input: ssm.SendCommandRequest,
    instances: readonly Instance[],
    environment: { run: (call: ScriptCall) => ScriptResult; steps: Steps; delays: CommandDelays },
  ) {
    this.input = input;
    this.invocations = instances.map(pending);
    this.#run = environment.run;
    this.#steps = environment.steps;
    this.#delays = environment.delays;
    this.#steps.after(this.#delays.visibleMs, () => {
      this.isVisible = true;
      this.#sendMore();
    });
  }

  get state(): CommandState {
    if (!this.isVisible) return { status: "Pending", details: "Pending" };
    return overall(this.invocations, this.#maxErrors, this.#isCancelled);
  }

  /** Nodes that wait are cancelled at once; a script that runs is asked to end, and may be quicker. */
  cancel(instanceIds: readonly string[]): void {
    const asked = this.invocations.filter(
      ({ instance, endedAt }) =>
        !endedAt && (instanceIds.length === 0 || instanceIds.includes(instance.id)),
    );
    this.#isCancelled ||= asked.length > 0;
    for (const one of asked) {
      if (one.status !== "InProgress") this.#end(one, "Cancelled");
      else {
        set(one, "Cancelling");
        if (!one.instance.hearsCancel) continue;
        this.#steps.after(this.#delays.cancellingMs, () => this.#end(one, "Cancelled"));
      }
    }
  }

  get #maxErrors(): number {
    return share(this.input.MaxErrors ?? "0", this.invocations.length);
  }

  #sendMore(): void {
    const limit = share(this.input.MaxConcurrency ?? CONCURRENCY_DEFAULT, this.invocations.length);
    const busy = this.invocations.filter(({ isSent, endedAt }) => isSent && !endedAt).length;
    const waiting = this.invocations.filter(({ isSent, endedAt }) => !isSent && !endedAt);
    for (const one of waiting.slice(0, Math.max(1, limit) - busy)) {
      one.isSent = true;
      this.#steps.after(this.#delays.pendingMs, () => this.#deliver(one));
    }
  }

  #deliver(one: Invocation): void {
    if (one.endedAt) return;
    if (one.instance.ping !== "Online") return this.#end(one, "Failed", "Undeliverable");
    if (!one.instance.answers) {
      set(one, "Delayed");
      const giveUp = () => this.#end(one, "TimedOut", "DeliveryTimedOut");
      return this.#steps.after(this.#delays.deliveryMs, giveUp);
    }
    set(one, "InProgress");
    one.startedAt = new Date();
    this.#steps.after(this.#delays.runningMs, () => this.#execute(one));
  }

  #execute(one: Invocation): void {
    const isLost = one.status === "Cancelling" && !one.instance.hearsCancel;
    if (one.status !== "InProgress" && !isLost) return;
    const { DocumentName: document = "", Parameters: parameters = {} } = this.input;
    const call = { commandId: this.id, instanceId: one.instance.id, document, parameters };
    const { code = 0, stdout = "", stderr = "", timedOut = false } = this.#run(call);
    Object.assign(one, { code, stdout, stderr });
    if (timedOut) return this.#end(one, "TimedOut", "ExecutionTimedOut");
    this.#end(one, code === 0 ? "Success" : "Failed");
  }

  #end(one: Invocation, status: ssm.CommandInvocationStatus, details: string = status): void {
    if (one.endedAt) return;
    end(one, status, details);
    const errors = this.invocations.filter(isError).length;
    if (errors <= this.#maxErrors) return this.#sendMore();
    for (const other of this.invocations) {
      if (!other.isSent && !other.endedAt) end(other, "Cancelled", "Terminated");
    }
  }
}
