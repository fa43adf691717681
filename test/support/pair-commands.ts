import { addTaskApprovers } from "#shared/approval/add.ts";
import { advanceTicket } from "#shared/approval/advance.ts";
import { changeTaskForm } from "#shared/approval/change.ts";
import { decideTask } from "#shared/approval/decide.ts";
import { reassignTask } from "#shared/approval/reassign.ts";
import { removeTaskApprover } from "#shared/approval/remove.ts";
import { transferTask } from "#shared/approval/transfer.ts";
import { after, dayMs } from "#shared/core/clock.ts";
import { systemCtx } from "#shared/core/ctx.ts";
import { createDelegation } from "#shared/org/create-delegation.ts";
import type { UserRecord } from "#shared/org/record.ts";
import { blockTicket } from "#shared/ticket/block.ts";
import { parseTaskId, taskIdOf } from "#shared/ticket/record.ts";
import { closeTicket } from "#shared/ticket/close.ts";
import { resubmitTicket } from "#shared/ticket/resubmit.ts";
import { unblockTicket } from "#shared/ticket/unblock.ts";
import { withdrawTicket } from "#shared/ticket/withdraw.ts";
import { ctxOf } from "./ctx.ts";
import { copiesOf } from "./copies.ts";
import { addPerson } from "./factory.ts";
import { ask, publish, submitted, taskIdFor } from "./office.ts";

/** Every command on one and the same ticket: at its second step Bob and Carol must both say yes, Bob with Erin. */

const people = [
  ["alice", []],
  ["bob", []],
  ["carol", []],
  ["dan", []],
  ["erin", []],
  ["frank", []],
  ["gina", []],
  ["stand", []],
  ["admin", ["admin"]],
] as const;
type Name = (typeof people)[number][0];

/** A ticket that was made ready, with the tasks that Bob, Carol and Erin had when it was. */
export type Ready = { ticketId: string; tasks: Record<"bob" | "carol" | "erin", string> };
type Command = (ready: Ready) => Promise<unknown>;

export class PairCommands {
  readonly #people = new Map<string, UserRecord>();
  #templateId = "";

  async enter(): Promise<void> {
    for (const [name, roles] of people) {
      this.#people.set(name, await addPerson({ name, roles: [...roles] }));
    }
    const amount = { type: "number", name: "amount", label: { en: "Amount", "zh-CN": "数量" } };
    const timeLimit = { minutes: 60, onTimeout: "escalate" };
    const second = { mode: "all", timeLimit, fields: { amount: "edit" } };
    const bobAndCarol = [this.#who("bob"), this.#who("carol")];
    const chain = [ask("first", [this.#who("dan")]), ask("second", bobAndCarol, second)];
    this.#templateId = await publish(chain, { fields: [amount as never] });
    const [from, to] = ["2020-01-01T00:00:00Z", "2099-01-01T00:00:00Z"];
    const delegateId = this.#who("stand").userId;
    await createDelegation(await this.#as("bob"), { delegateId, from, to, templateIds: null });
  }

  #who(name: Name): UserRecord {
    const person = this.#people.get(name);
    if (person === undefined) throw new Error(`nobody is called ${name}`);
    return person;
  }

  #as(name: Name) {
    return ctxOf(this.#who(name));
  }

  async #decide(name: Name, taskId: string, action: "approve" | "return" | "veto", to?: string[]) {
    return decideTask(await this.#as(name), { taskId, action, comment: "because", to });
  }

  async #add(taskId: string, place: "before" | "after" | "parallel") {
    const input = { taskId, place, people: [this.#who("gina").userId] };
    return addTaskApprovers(await this.#as("carol"), input);
  }

  /** Brings a ticket to where the two commands mean something. */
  async ready(names: readonly string[]): Promise<Ready> {
    const ticketId = await submitted(this.#templateId, this.#who("alice"));
    await this.#decide("dan", await taskIdFor(ticketId), "approve");
    const [bob, carol] = await Promise.all([
      taskIdFor(ticketId, this.#who("bob")),
      taskIdFor(ticketId, this.#who("carol")),
    ]);
    const erinId = this.#who("erin").userId;
    const given = { taskId: bob, people: [erinId], place: "parallel" as const };
    await addTaskApprovers(await this.#as("bob"), given);
    const erin = await taskIdFor(ticketId, this.#who("erin"));
    const ready = { ticketId, tasks: { bob, carol, erin } };
    if (names.includes("unblock")) await this.commands.block?.(ready);
    if (names.includes("resubmit")) await this.commands.return?.(ready);
    return ready;
  }

  /** Tickets that are all ready in the same way. */
  async readyAlike(names: readonly string[], count: number): Promise<Ready[]> {
    const first = await this.ready(names);
    const copies = await copiesOf(first.ticketId, count - 1);
    const { bob, carol, erin } = first.tasks;
    const others = copies.map((ticketId) => {
      const of = (taskId: string) => taskIdOf({ ticketId, seq: parseTaskId(taskId).seq });
      return { ticketId, tasks: { bob: of(bob), carol: of(carol), erin: of(erin) } };
    });
    return [first, ...others];
  }

  readonly commands: Record<string, Command> = {
    approve: ({ tasks }) => this.#decide("carol", tasks.carol, "approve"),
    principal: ({ tasks }) => this.#decide("bob", tasks.bob, "approve"),
    delegate: ({ tasks }) => this.#decide("stand", tasks.bob, "approve"),
    return: ({ tasks }) => this.#decide("carol", tasks.carol, "return"),
    returnToStep: ({ tasks }) => this.#decide("carol", tasks.carol, "return", ["first"]),
    veto: ({ tasks }) => this.#decide("erin", tasks.erin, "veto"),
    transfer: async ({ tasks }) =>
      transferTask(await this.#as("bob"), { taskId: tasks.bob, to: this.#who("frank").userId }),
    addBefore: ({ tasks }) => this.#add(tasks.carol, "before"),
    addAfter: ({ tasks }) => this.#add(tasks.carol, "after"),
    addParallel: ({ tasks }) => this.#add(tasks.carol, "parallel"),
    remove: async ({ tasks }) => removeTaskApprover(await this.#as("bob"), { taskId: tasks.erin }),
    withdraw: async ({ ticketId }) => withdrawTicket(await this.#as("alice"), { ticketId }),
    resubmit: async ({ ticketId }) => resubmitTicket(await this.#as("alice"), { ticketId }),
    timeOut: ({ ticketId }) => {
      const later = after(new Date().toISOString(), dayMs);
      return advanceTicket(systemCtx("advance-ticket", later), ticketId);
    },
    change: async ({ tasks }) =>
      changeTaskForm(await this.#as("carol"), { taskId: tasks.carol, values: { amount: 7 } }),
    block: async ({ ticketId }) =>
      blockTicket(await this.#as("bob"), { ticketId, reason: "no disk" }),
    unblock: async ({ ticketId }) => unblockTicket(await this.#as("bob"), { ticketId }),
    reassign: async ({ tasks }) => {
      const input = { taskId: tasks.bob, to: this.#who("dan").userId, reason: "on leave" };
      return reassignTask(await this.#as("admin"), input);
    },
    close: async ({ ticketId }) =>
      closeTicket(await this.#as("admin"), { ticketId, reason: "cannot go on" }),
  };
}
