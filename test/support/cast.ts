import type { Outcome } from "#shared/action/driver.ts";
import { addTaskApprovers } from "#shared/approval/add.ts";
import { decideTask } from "#shared/approval/decide.ts";
import { newId } from "#shared/core/id.ts";
import { createDelegation } from "#shared/org/create-delegation.ts";
import { DelegationEntity } from "#shared/org/entity.ts";
import type { UserRecord } from "#shared/org/record.ts";
import { here } from "#shared/table/model.ts";
import { AttachmentEntity } from "#shared/ticket/entity.ts";
import { blockTicket } from "#shared/ticket/block.ts";
import { orderIdOf, taskIdOf } from "#shared/ticket/record.ts";
import { ctxOf } from "./ctx.ts";
import { addPerson, openSession } from "./factory.ts";
import { carryOut } from "./order.ts";
import { ask, automate, draft, pageOf, publish, submitted, taskIdFor } from "./office.ts";

/** Everybody who may knock: by her relation to the ticket, or by her role and without any relation. */
export const relations = [
  "requester",
  "assignee",
  "delegate",
  "lateDelegate",
  "former",
  "formersDelegate",
  "reader",
  "stranger",
] as const;
export const roles = ["operator", "manager", "coordinator", "admin"] as const;
export type Caller = (typeof relations)[number] | (typeof roles)[number];
export const callers: readonly Caller[] = [...relations, ...roles];

const from = "2020-01-01T00:00:00.000Z";

/** People, and the records between them: each method makes a new one. */
export class Cast {
  readonly people = new Map<Caller, UserRecord>();
  readonly #tokens = new Map<Caller, string>();
  /** Somebody who never calls. */
  bystander = "";
  requestTemplate = "";
  runTemplate = "";

  who(caller: Caller): UserRecord {
    const user = this.people.get(caller);
    if (user === undefined) throw new Error(`nobody is ${caller}`);
    return user;
  }

  async enter(): Promise<void> {
    for (const caller of callers) {
      const isRole = (roles as readonly string[]).includes(caller);
      const user = await addPerson({ name: caller, roles: isRole ? [caller] : [] });
      this.people.set(caller, user);
      this.#tokens.set(caller, await openSession(user));
    }
    this.bystander = (await addPerson({ name: "bystander" })).userId;
    await this.delegation("assignee", this.who("delegate").userId);
    await this.delegation("former", this.who("formersDelegate").userId);
    await this.#endedDelegation();
    const copies = {
      kind: "cc",
      id: "copies",
      name: { en: "c", "zh-CN": "c" },
      who: [{ users: [this.who("reader").email] }],
    };
    this.requestTemplate = await publish([
      copies as never,
      ask("first", [this.who("former")]),
      ask("second", [this.who("assignee")], { fields: { purpose: "edit" } }),
    ]);
    this.runTemplate = await publish([automate({ url: "https://example.com/", mode: "callback" })]);
  }

  async publishedTemplate(): Promise<{ id: string }> {
    return { id: await publish([ask("stage", [this.who("assignee")])]) };
  }

  token(caller: Caller): string | undefined {
    return this.#tokens.get(caller);
  }

  freshToken(caller: Caller): Promise<string> {
    return openSession(this.who(caller));
  }

  async delegation(principal: Caller, delegateId: string): Promise<string> {
    const ctx = await ctxOf(this.who(principal));
    return createDelegation(ctx, {
      delegateId,
      from,
      to: "2099-01-01T00:00:00.000Z",
      templateIds: null,
    });
  }

  // No verb makes one that has ended already.
  async #endedDelegation(): Promise<void> {
    const [principal, delegate] = [this.who("assignee"), this.who("lateDelegate")];
    await DelegationEntity.put({
      userId: principal.userId,
      delegationId: newId("delegation"),
      principal: { id: principal.userId, name: principal.name },
      delegate: { id: delegate.userId, name: delegate.name },
      delegateId: delegate.userId,
      from,
      to: "2021-01-01T00:00:00.000Z",
      createdAt: from,
    }).go(here());
  }

  draft(): Promise<string> {
    return draft(this.requestTemplate, this.who("requester"));
  }

  async #decide(ticketId: string, caller: Caller, action: "approve" | "return"): Promise<void> {
    const taskId = await taskIdFor(ticketId, this.who(caller));
    await decideTask(await ctxOf(this.who(caller)), { taskId, action, comment: "because" });
  }

  /** In the second stage: `former` has decided, `assignee` is asked, `reader` got a copy. */
  async asked(): Promise<string> {
    const ticketId = await submitted(this.requestTemplate, this.who("requester"));
    await this.#decide(ticketId, "former", "approve");
    return ticketId;
  }

  async askedTask(): Promise<string> {
    return taskIdFor(await this.asked(), this.who("assignee"));
  }

  /** A task of somebody whom the assignee has added. */
  async addedTask(): Promise<string> {
    const taskId = await this.askedTask();
    const addition = { taskId, people: [this.bystander], place: "parallel" as const };
    const ticketId = await addTaskApprovers(await ctxOf(this.who("assignee")), addition);
    const { tasks } = await pageOf(ticketId);
    const added = tasks.find(({ addedBy }) => addedBy !== null);
    if (added === undefined) throw new Error("nobody was added");
    return taskIdOf(added);
  }

  async blocked(): Promise<string> {
    const ticketId = await this.asked();
    const reason = { reason: "no servers", resource: "two servers" };
    return blockTicket(await ctxOf(this.who("assignee")), { ticketId, ...reason });
  }

  async returned(): Promise<string> {
    const ticketId = await this.asked();
    await this.#decide(ticketId, "assignee", "return");
    return ticketId;
  }

  async completed(): Promise<string> {
    const ticketId = await this.asked();
    await this.#decide(ticketId, "assignee", "approve");
    return ticketId;
  }

  /** A file that has arrived. */
  async file(ticketId: string): Promise<{ id: string; attachmentId: string }> {
    const attachmentId = newId("attachment");
    const { userId: id, name } = this.who("requester");
    const file = {
      name: "note.txt",
      size: 4,
      type: "text/plain",
      sha256: "0".repeat(64),
      createdAt: from,
    };
    await AttachmentEntity.put({
      ticketId,
      attachmentId,
      ...file,
      state: "stored",
      uploadedBy: { id, name },
    }).go(here());
    return { id: ticketId, attachmentId };
  }

  /** An order whose only node has been called, with what came of it. */
  async order(
    outcome: Outcome = { kind: "failed", code: "HTTP_500", message: "HTTP 500" },
    requester = this.who("requester"),
  ): Promise<string> {
    const ticketId = await submitted(this.runTemplate, requester);
    const orderId = orderIdOf({ ticketId, seq: 1 });
    await carryOut(orderId, outcome);
    return orderId;
  }
}
