import { setTimeout as sleep } from "node:timers/promises";
import type { TicketView } from "#shared/ticket/schema.ts";
import type { UserRecord } from "#shared/org/record.ts";
import { startMachine } from "#stacks/local/machine.ts";
import { CapacityMeter, type Spent } from "#test/support/capacity.ts";
import { addPerson, openSession } from "#test/support/factory.ts";
import { ask, automate, publish } from "#test/support/office.ts";
import { reply, startOutside } from "#test/support/outside.ts";

/** What one ticket costs, from its submit to its rating. */
export type Cost = Spent & { scenario: string; transitions: number };

/** Each person acts as the web app does, with an inbox, a page and a retry key on every write. */
export const scenarios = [
  "two stages",
  "two stages, confirmation",
  "two stages, automation, confirmation",
] as const;
type Scenario = (typeof scenarios)[number];

type Person = { user: UserRecord; token: string };

/** Counts have stood still this long: the stream and the machines are done. */
const quietMs = 800;

/** An embedded stack on which tickets are counted, one at a time. */
export class CostRun {
  readonly #base: string;
  readonly #people: Record<"alice" | "bob" | "carol", Person>;
  readonly #meter: CapacityMeter;
  readonly #transitions: (prefix: string) => number;
  readonly #outsideUrl: string;
  readonly stop: () => Promise<void>;

  private constructor(given: {
    base: string;
    people: Record<"alice" | "bob" | "carol", Person>;
    transitions: (prefix: string) => number;
    outsideUrl: string;
    stop: () => Promise<void>;
  }) {
    this.#base = given.base;
    this.#people = given.people;
    this.#transitions = given.transitions;
    this.#outsideUrl = given.outsideUrl;
    this.#meter = new CapacityMeter();
    this.stop = async () => {
      this.#meter.close();
      await given.stop();
    };
  }

  static async start(): Promise<CostRun> {
    const machine = await startMachine({ inMemory: true, web: false });
    const outside = await startOutside();
    outside.answer("/servers", reply(200, { state: "succeeded" }));
    const enter = async (name: string): Promise<Person> => {
      const user = await addPerson({ name, mailNotices: true });
      return { user, token: await openSession(user) };
    };
    const people = {
      alice: await enter("Alice"),
      bob: await enter("Bob"),
      carol: await enter("Carol"),
    };
    const stop = async () => {
      await outside.stop();
      await machine.stop();
    };
    const { url: base, transitions } = machine;
    const costRun = new CostRun({ base, people, transitions, outsideUrl: outside.url, stop });
    await costRun.#warmUp();
    return costRun;
  }

  async #request(
    person: Person,
    method: string,
    path: string,
    body?: unknown,
  ): Promise<TicketView> {
    const response = await fetch(`${this.#base}/api${path}`, {
      method,
      headers: {
        cookie: `countersign_session=${person.token}`,
        origin: this.#base,
        ...(method === "GET" ? {} : { "idempotency-key": crypto.randomUUID() }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
    // The contract's own tests prove its shape.
    return answer as TicketView;
  }

  /** Inbox, page, decision. */
  async #decide(
    person: Person,
    ticketId: string,
    action: "approve" | "confirm",
  ): Promise<TicketView> {
    await this.#request(person, "GET", "/tasks");
    const page = await this.#request(person, "GET", `/tickets/${ticketId}`);
    const body = { action, seen: page.seen };
    const decided = await this.#request(person, "POST", `/tasks/${page.myTask?.id}/decision`, body);
    await this.#quiet();
    return decided;
  }

  async #publish(scenario: Scenario): Promise<string> {
    const { alice, bob, carol } = this.#people;
    const timeLimit = { minutes: 480, remindAt: 0.5, onTimeout: "escalate" };
    const accept = {
      ...ask("accept", [alice.user]),
      kind: "confirm",
      who: [{ requester: true }],
    } as never;
    const build = automate({
      url: `${this.#outsideUrl}/servers`,
      body: { purpose: "{{form.purpose}}" },
    });
    return publish([
      ask("first", [bob.user], { timeLimit }),
      ask("second", [carol.user], { timeLimit }),
      ...(scenario.includes("automation") ? [build] : []),
      ...(scenario.includes("confirmation") ? [accept] : []),
    ]);
  }

  /** Takes one ticket from submit to rating; the process is warm and the people are signed in. */
  async measure(scenario: Scenario): Promise<Cost> {
    const ticketId = await this.#walk(scenario, await this.#publish(scenario));
    const spent = this.#meter.stop();
    return {
      scenario,
      ...spent,
      transitions: this.#transitions(ticketId) + this.#transitions(`ord_${ticketId.slice(4)}`),
    };
  }

  /** What a process does once, such as noting the month for the reports, is not the ticket's cost. */
  async #warmUp(): Promise<void> {
    const id = await this.#draft(await this.#publish("two stages"));
    await this.#request(this.#people.alice, "POST", `/tickets/${id}/submit`);
    await this.#quiet();
  }

  async #draft(templateId: string): Promise<string> {
    const values = { purpose: "Load test of the new cluster" };
    const body = { templateId, title: "A server for the cost test", values };
    return (await this.#request(this.#people.alice, "POST", "/tickets", body)).id;
  }

  async #walk(scenario: Scenario, templateId: string): Promise<string> {
    const { alice, bob, carol } = this.#people;
    const id = await this.#draft(templateId);
    await this.#quiet();
    this.#meter.start();
    await this.#request(alice, "POST", `/tickets/${id}/submit`);
    await this.#quiet();
    await this.#decide(bob, id, "approve");
    await this.#decide(carol, id, "approve");
    if (scenario.includes("confirmation")) await this.#decide(alice, id, "confirm");
    const page = await this.#request(alice, "GET", `/tickets/${id}`);
    if (page.outcome !== "approved") throw new Error(`ended ${page.state} ${page.outcome}`);
    await this.#request(alice, "POST", `/tickets/${id}/rating`, { score: 5 });
    await this.#quiet();
    return id;
  }

  /** Waits until nothing happens any more: what follows must not share its commits with what came before. */
  async #quiet(): Promise<void> {
    let last = "";
    for (let stillMs = 0; stillMs < quietMs; stillMs += 100) {
      await sleep(100);
      const now = JSON.stringify([this.#meter.read(), this.#transitions("")]);
      if (now !== last) stillMs = 0;
      last = now;
    }
  }
}
