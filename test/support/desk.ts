import type { ChainNode } from "#shared/approval/chain.ts";
import type { UserRecord } from "#shared/org/record.ts";
import type { TicketView } from "#shared/ticket/schema.ts";
import { TestApi } from "./app.ts";
import { addPerson, openSession } from "./factory.ts";
import { publish, taskIdFor } from "./office.ts";

type Person = { user: UserRecord; token: string };
type Deed = "decideTask" | "changeTaskForm" | "transferTask" | "addTaskApprovers";

const both = (en: string) => ({ en, "zh-CN": en });

/** The form of every ticket at a desk, beside its purpose. */
export const deskFields = [
  { type: "number" as const, name: "amount", label: both("Amount") },
  { type: "text" as const, name: "secret", label: both("Secret") },
];
const values = { purpose: "a test", amount: 5, secret: "the password" };

/** Alice asks; Bob, Carol and Dan decide; Erin administers. Everybody speaks to the API by her name. */
export class Desk {
  readonly api = new TestApi();
  readonly #people = new Map<string, Person>();

  static async open(): Promise<Desk> {
    const desk = new Desk();
    for (const name of ["Alice", "Bob", "Carol", "Dan", "Erin"]) {
      const user = await addPerson({ name, roles: name === "Erin" ? ["admin"] : [] });
      desk.#people.set(name, { user, token: await openSession(user) });
    }
    return desk;
  }

  who(name: string): Person {
    const person = this.#people.get(name);
    if (person === undefined) throw new Error(`nobody is ${name}`);
    return person;
  }

  users(...names: string[]): UserRecord[] {
    return names.map((name) => this.who(name).user);
  }

  /** A ticket of Alice's, submitted. */
  async begin(chain: ChainNode[]): Promise<string> {
    const templateId = await publish(chain, { fields: deskFields });
    const { token } = this.who("Alice");
    const body = { templateId, values };
    const { id } = (await this.api.call("createTicket", { body }, token)).body;
    await this.api.call("submitTicket", { params: { id } }, token);
    return id;
  }

  async look(name: string, id: string): Promise<TicketView> {
    return (await this.api.call("getTicket", { params: { id } }, this.who(name).token)).body;
  }

  /** What somebody does with her own pending task. */
  async act(name: string, ticketId: string, deed: Deed, body: object) {
    const { user, token } = this.who(name);
    const params = { id: await taskIdFor(ticketId, user) };
    return this.api.loose(deed, { params, body }, token);
  }

  approve(name: string, ticketId: string) {
    return this.act(name, ticketId, "decideTask", { action: "approve" });
  }
}
