import type { TicketView } from "#shared/ticket/schema.ts";
import type { Payment, Stage } from "./activity.ts";
import { Refusal, send, type Person } from "./client.ts";
import type { PaymentService, StartedPayment } from "./payment-service.ts";
import type { World } from "./people.ts";
import type { Plan, Step } from "./plan.ts";
import { valueOf } from "./template.ts";

/** What came of playing a case: how many steps the platform took, why not the next one, and the ticket at the end. */
export type Played = {
  plan: Plan;
  accepted: number;
  refusal: string | null;
  /** Null when not even a draft was made. */
  view: TicketView | null;
};

/** Plays one case step by step; every request carries the log's instant. */
class CasePlayer {
  readonly #world: World;
  readonly #service: PaymentService;
  readonly #plan: Plan;
  readonly #requester: Person;
  /** As the last answer showed it; callbacks answer without it. */
  view: TicketView | null = null;
  #savedStages: readonly Stage[] = [];
  #paidSeq = 0;
  #paid: Payment | null = null;

  constructor(world: World, service: PaymentService, plan: Plan) {
    this.#world = world;
    this.#service = service;
    this.#plan = plan;
    const requester = world.requesters.get(plan.case.orgUnit);
    if (requester === undefined) throw new Error(`nobody asks for ${plan.case.orgUnit}`);
    this.#requester = requester;
  }

  async play(step: Step): Promise<void> {
    const { at } = step;
    switch (step.kind) {
      case "save":
        return this.#save(this.#savedStages, at);
      case "submit":
        return this.#submit(step.stages, at);
      case "approve":
      case "return":
        return this.#decide(step.stage, step.kind, at);
      case "returnOrder":
        return this.#returnOrder(at);
      case "withdraw":
        return this.#withdraw(at);
      case "pay":
        return this.#pay(step.payment, at);
      case "takeUp":
        return;
      case "unknown":
        throw new Refusal("UNKNOWN", `nothing on the platform is a ${step.activity}`);
    }
  }

  /** The ticket as the platform tells it in the end, to its requester. */
  async look(): Promise<TicketView | null> {
    if (this.view === null) return null;
    return this.#requester.call("getTicket", { params: { id: this.view.id } });
  }

  async #save(stages: readonly Stage[], at: string): Promise<void> {
    const { id: title, amount, orgUnit, project } = this.#plan.case;
    const values = {
      amount: { amount, currency: "EUR" },
      orgUnit,
      project,
      stages: stages.map(valueOf),
    };
    this.#savedStages = stages;
    this.view =
      this.view === null
        ? await this.#requester.call(
            "createTicket",
            { body: { templateId: this.#world.templateId, title, values } },
            at,
          )
        : await this.#requester.call(
            "saveTicket",
            { params: { id: this.view.id }, body: { values } },
            at,
          );
  }

  async #submit(stages: readonly Stage[], at: string): Promise<void> {
    const state = this.view?.state ?? "draft";
    const isSaved = this.view !== null && this.#savedStages.join() === stages.join();
    const isRunning = state !== "draft" && state !== "returned";
    if (!isSaved && !isRunning) await this.#save(stages, at);
    const verb = state === "draft" ? "submitTicket" : "resubmitTicket";
    this.view = await this.#requester.call(verb, { params: { id: this.#ticketId() } }, at);
  }

  async #decide(stage: Stage, action: "approve" | "return", at: string): Promise<void> {
    const pending = this.view?.tasks.find((task) => task.state === "pending");
    if (pending?.name.en !== stage) {
      const waits = pending === undefined ? "nobody is asked" : `${pending.name.en} is asked`;
      throw new Refusal("NO_TASK", `no task for ${stage}: ${waits}`);
    }
    const approver = this.#world.approvers.get(stage);
    if (approver === undefined) throw new Error(`nobody decides as ${stage}`);
    const comment = action === "return" ? `Rejected by ${stage}` : undefined;
    this.view = await approver.call(
      "decideTask",
      { params: { id: pending.id }, body: { action, comment, seen: this.view?.seen } },
      at,
    );
  }

  async #withdraw(at: string): Promise<void> {
    const params = { id: this.#ticketId() };
    this.view = await this.#requester.call("withdrawTicket", { params, body: {} }, at);
  }

  async #pay(payment: Payment, at: string): Promise<void> {
    const started = await this.#started();
    if (started.payment !== payment) {
      throw new Refusal("NO_TASK", `no task for ${payment}: ${started.payment} is running`);
    }
    const response = await send(started.callbackUrl, {
      method: "POST",
      headers: {
        authorization: `Bearer ${started.token}`,
        "content-type": "application/json",
        "x-countersign-now": at,
      },
      body: JSON.stringify({ status: "succeeded", message: payment }),
    });
    const { accepted } = (await response.json()) as { accepted: boolean };
    if (!accepted) throw new Refusal("NOT_ACCEPTED", `the report of ${payment} changed nothing`);
    this.#paidSeq = started.seq;
    this.#paid = payment;
  }

  /** The back office is the operator, who stops the running order. */
  async #returnOrder(at: string): Promise<void> {
    const { ticketUlid, seq } = await this.#started();
    const params = { id: `ord_${ticketUlid}_${seq}` };
    const body = { reason: "Returned by the back office" };
    await this.#world.operator.call("returnOrder", { params, body }, at);
    this.view = await this.look();
    this.#paidSeq = seq;
  }

  /** The payment that the platform has started and not yet heard of. */
  async #started(): Promise<StartedPayment> {
    // Behind the last payment nothing is started any more, which only the ticket itself can tell.
    if (this.#paid === "Payment Handled") this.view = await this.look();
    if (this.view?.phase !== "executing") {
      throw new Refusal("WRONG_STATE", "no automation runs on this ticket");
    }
    return this.#service.next(this.view.id.slice(4), this.#paidSeq);
  }

  #ticketId(): string {
    if (this.view === null) throw new Refusal("NOT_FOUND", "there is no ticket yet");
    return this.view.id;
  }
}

/** Plays a case up to its end or to the first step that fails. Whatever goes wrong is told, not thrown. */
export async function playCase(world: World, service: PaymentService, plan: Plan): Promise<Played> {
  const player = new CasePlayer(world, service, plan);
  let accepted = 0;
  let refusal: string | null = null;
  let view: TicketView | null = null;
  try {
    for (const step of plan.steps) {
      await player.play(step);
      accepted += 1;
    }
  } catch (error) {
    refusal = sentenceOf(error);
  }
  try {
    view = await player.look();
  } catch (error) {
    refusal ??= sentenceOf(error);
  }
  if (view !== null) service.forget(view.id.slice(4));
  return { plan, accepted, refusal, view };
}

// `fetch failed` says nothing without its cause.
function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
