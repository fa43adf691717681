import type { FormValues } from "#shared/core/condition.ts";
import type { FieldChange } from "#shared/ticket/record.ts";
import type { TemplateDocument } from "#shared/template/schema.ts";
import type { Outcome } from "#shared/ticket/state.ts";
import { blocking } from "./blocking.ts";
import { comeStraightBack, formChanged, returnTo, toRequester } from "./back.ts";
import type { Deed, Refusal, Target } from "./deed.ts";
import type { Leaf } from "./process.ts";
import { mayWithdraw, refusedReturn } from "./rules.ts";
import { Running } from "./running.ts";
import { handOn, join, settle, takeBack } from "./stage-moves.ts";
import { findAsked, type Stage } from "./stage.ts";
import type { World } from "./world.ts";

/**
 * A second approval engine, written from the product's rules to be compared with the first. It keeps a tree of
 * running processes in place of places and visits, voices in place of slot and part numbers, and weighs votes by
 * trying how the silent ones may speak. It covers every command of the engine with its acceptance, who is asked
 * and held where, what counts, clocks, waiting automation, phase, outcome and the lines of the timeline.
 * It does not cover the texts and recipients of notices, the ticket's separate clocks, `waiting`, cards, nor who
 * may call which verb.
 */

export class Model {
  readonly ticket: Running;
  readonly #withdraw: TemplateDocument["withdraw"];
  /** Somebody approved since the last submit. */
  #isApproved = false;
  /** A straight return: the tree stands still until the next submit. */
  #isFrozen = false;

  constructor(world: World, withdraw: TemplateDocument["withdraw"]) {
    this.ticket = new Running(world);
    this.#withdraw = withdraw;
  }

  /** Does it, or says why not; then nothing has changed. */
  try(deed: Deed, now: string): Refusal | null {
    this.ticket.now = now;
    this.ticket.told = [];
    switch (deed.do) {
      case "submit":
        return this.#submit(deed.values, deed.changes);
      case "withdraw":
        return mayWithdraw(this.ticket, this.#withdraw, this.#isApproved)
          ? this.#end("withdrawn", "ticket.withdrawn")
          : this.#closed();
      case "close":
        return this.#isOpen() ? this.#end("failed", "ticket.closed") : this.#closed();
      case "block":
      case "unblock":
      case "escalate":
        return this.ticket.state === "in_approval" ? blocking(this.ticket, deed) : this.#closed();
      case "automation":
      case "automationReturn":
        return this.#automation(deed);
      default:
        return this.#onTask(deed);
    }
  }

  #isOpen(): boolean {
    return this.ticket.state === "in_approval" || this.ticket.state === "returned";
  }

  #closed(): Refusal {
    return [this.ticket.state === "completed" ? "TICKET_CLOSED" : "WRONG_STATE"];
  }

  #end(outcome: Outcome, event: string): null {
    this.ticket.tell(event);
    this.ticket.end(outcome);
    return null;
  }

  #submit(values: FormValues, changes: FieldChange[]): Refusal | null {
    const { ticket } = this;
    const isAgain = ticket.state === "returned";
    if (!isAgain && ticket.state !== "draft") return this.#closed();
    ticket.tell(isAgain ? "ticket.resubmitted" : "ticket.submitted");
    ticket.state = "in_approval";
    ticket.values = values;
    this.#isApproved = false;
    if (this.#isFrozen) comeStraightBack(ticket, changes);
    else ticket.restart();
    this.#isFrozen = false;
    return null;
  }

  #automation(deed: Extract<Deed, { do: "automation" | "automationReturn" }>): Refusal | null {
    const { target } = deed;
    if (target.is !== "machine") return this.#closed();
    const leaf = this.#leafAt(target.nodeId);
    if (deed.do === "automationReturn") {
      this.#toRequester("automation.returned", target.nodeId, false);
      return null;
    }
    this.ticket.tell(deed.event, target.nodeId);
    const { result } = deed;
    leaf.now = result === "done" ? { is: "passed" } : { is: "machine", state: result };
    this.ticket.run();
    return null;
  }

  #leafAt(nodeId: string): Leaf {
    const leaf = this.ticket
      .leaves()
      .find(({ node, now }) => node.id === nodeId && now.is !== "away");
    if (leaf === undefined) throw new Error(`nothing runs at ${nodeId}`);
    return leaf;
  }

  #toRequester(event: string, nodeId: string, isStraight: boolean): void {
    this.ticket.tell(event, nodeId);
    this.#isFrozen = isStraight;
    toRequester(this.ticket, isStraight);
  }

  #onTask(deed: Extract<Deed, { target: Target }>): Refusal | null {
    const { target } = deed;
    if (target.is === "unknown") return ["NOT_FOUND"];
    if (target.is === "decided") return ["TASK_ALREADY_DECIDED"];
    if (target.is !== "asked") return this.#closed();
    const leaf = this.#leafAt(target.nodeId);
    if (leaf.now.is !== "asking") throw new Error(`nobody is asked at ${target.nodeId}`);
    const { stage } = leaf.now;
    switch (deed.do) {
      case "decide":
        return this.#decide(leaf, stage, target.person, deed);
      case "add": {
        const refusal = join(this.ticket, stage, target.person, deed);
        if (refusal !== null) return refusal;
        this.#isApproved ||= deed.place === "after" && stage.node.kind === "approve";
        return this.#settled(leaf, stage);
      }
      case "handOver":
        return handOn(this.ticket, stage, target.person, deed);
      case "remove":
        return takeBack(this.ticket, stage, target.person, deed) ?? this.#settled(leaf, stage);
      case "change":
        return this.#change(stage, target.person, deed);
      default:
        throw new Error(`${deed.do} is not for people`);
    }
  }

  #settled(leaf: Leaf, stage: Stage): null {
    settle(this.ticket, leaf, stage);
    return null;
  }

  #decide(
    leaf: Leaf,
    stage: Stage,
    person: string,
    { action, by, to }: Extract<Deed, { do: "decide" }>,
  ): Refusal | null {
    const { ticket } = this;
    const { node } = stage;
    const { ask } = findAsked(stage, person);
    const fitting = node.kind === "confirm" ? ["confirm", "return"] : ["approve", "return", "veto"];
    const refusal: Refusal = [];
    if (!fitting.includes(action)) refusal.push("WRONG_STATE");
    if (node.kind === "approve" && by === ticket.world.requester) refusal.push("OWN_REQUEST");
    if (ask.waitsFor.length > 0) refusal.push("WRONG_STATE");
    if (action === "return") refusal.push(...refusedReturn(ticket, node, to));
    if (refusal.length > 0) return refusal;
    if (action === "return") return this.#return(leaf, stage, to);
    ask.state = action === "veto" ? "no" : "yes";
    const isApproval = action === "approve";
    if (action !== "veto")
      ticket.said.push({ nodeId: node.id, person, isApproval, stage, counts: true });
    this.#isApproved ||= isApproval;
    ticket.tell(
      action === "veto" ? "task.vetoed" : `task.${action}${isApproval ? "d" : "ed"}`,
      node.id,
    );
    return this.#settled(leaf, stage);
  }

  #return(leaf: Leaf, { node }: Stage, to: string[]): null {
    if (to.length === 0)
      this.#toRequester("task.returned", node.id, node.afterReturn === "straight");
    else {
      this.ticket.tell("task.returned", node.id);
      returnTo(this.ticket, leaf, to);
    }
    return null;
  }

  #change(stage: Stage, person: string, deed: Extract<Deed, { do: "change" }>): Refusal | null {
    if (findAsked(stage, person).ask.waitsFor.length > 0) return ["WRONG_STATE"];
    this.ticket.tell("ticket.changed", stage.node.id);
    this.ticket.values = deed.values;
    formChanged(this.ticket, deed.changes);
    return null;
  }
}
