import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TicketView } from "#shared/ticket/schema.ts";
import { freePort } from "#stacks/local/free-port.ts";
import { startChaosService } from "./chaos-service.ts";
import { chaosTemplate } from "./chaos-template.ts";
import { killAll, randomFrom } from "./killing.ts";
import { StubbornClient } from "./stubborn-client.ts";
import { Supervisor } from "./supervisor.ts";
import { walk, type People, type Walked } from "./walk.ts";

export type ChaosOptions = { kills: number; tickets: number; seed: number };

export type ChaosResult = {
  kills: number;
  tickets: number;
  completed: number;
  /** Commands that had to be sent again because the product was down. */
  repeated: number;
  /** Decisions, side effects or ends that happened twice. */
  doubled: string[];
  /** Tickets that are not where they should be. */
  lost: string[];
  /** Races whose loser was not told the truth, or that two won. */
  untrue: string[];
  sideEffects: number;
  seconds: number;
};

const password = "chaos-passw0rd";
const timeScale = 30;
/** Tickets on their way at the same time. */
const atOnce = 8;

/** Kills the product again and again while tickets run through it; then looks what became of each. */
export async function runChaos({ kills, tickets, seed }: ChaosOptions): Promise<ChaosResult> {
  const startedMs = Date.now();
  const folder = await mkdtemp(join(tmpdir(), "countersign-chaos-"));
  const port = await freePort();
  const service = await startChaosService();
  const supervisor = new Supervisor({
    PORT: String(port),
    DATA_DIR: folder,
    DEMO_PASSWORD: password,
    TIME_SCALE: String(timeScale),
  });
  try {
    await supervisor.start();
    const { people, templateId } = await prepare(`http://127.0.0.1:${port}`, service.url);
    const walks = walkAll(people, templateId, tickets);
    const killing = killAll(supervisor, { kills, random: randomFrom(seed) });
    const [walked] = await Promise.all([walks, killing]);
    const views = await Promise.all(walked.map(({ id }) => viewAtEnd(people.alice, id)));
    const effects = [...service.effects.values()].map(({ subject }) => subject);
    return {
      kills: supervisor.kills,
      tickets,
      completed: views.filter(isDone).length,
      repeated: Object.values(people).reduce((sum, person) => sum + person.repeated, 0),
      doubled: [...views.flatMap(doubledIn), ...twice(effects)],
      lost: views.filter((view) => !isDone(view)).map((view) => `${view.id} ${view.state}`),
      untrue: walked.filter(({ won, toldTruth }) => won !== 1 || !toldTruth).map(({ id }) => id),
      sideEffects: effects.length,
      seconds: Math.round((Date.now() - startedMs) / 1000),
    };
  } catch (error) {
    throw new Error(`chaos stopped; the product last said:\n${supervisor.log()}`, { cause: error });
  } finally {
    await supervisor.kill();
    await service.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
  }
}

async function prepare(
  base: string,
  serviceUrl: string,
): Promise<{ people: People; templateId: string }> {
  const names = ["alice", "bob", "carol", "erin", "grace"] as const;
  const clients = await Promise.all(
    names.map(async (name): Promise<[string, StubbornClient]> => {
      const client = new StubbornClient(base);
      await client.signIn(`${name}@demo.test`, password);
      return [name, client];
    }),
  );
  const { grace, ...people } = Object.fromEntries(clients) as People & { grace: StubbornClient };
  const created = await grace.command("POST", "/templates", { source: chaosTemplate(serviceUrl) });
  const templateId = String(created.body["id"]);
  const published = await grace.command("POST", `/templates/${templateId}/publish`);
  if (published.status !== 200) throw new Error(JSON.stringify([created.body, published.body]));
  return { people, templateId };
}

async function walkAll(people: People, templateId: string, tickets: number): Promise<Walked[]> {
  const walked: Walked[] = [];
  let next = 0;
  const worker = async () => {
    while (next < tickets) {
      next += 1;
      walked.push(await walk(people, templateId, `chaos ${next}`));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return walked;
}

async function viewAtEnd(person: StubbornClient, id: string): Promise<TicketView> {
  const { body } = await person.get(`/tickets/${id}`);
  return body as unknown as TicketView;
}

function isDone({ state, outcome, rating, tasks }: TicketView): boolean {
  const isLive = tasks.some((task) => ["pending", "running", "failed"].includes(task.state));
  return state === "completed" && outcome === "approved" && rating?.score === 5 && !isLive;
}

/** What the timeline of a ticket that went its way exactly once looks like. */
const once: Record<string, number> = {
  "ticket.created": 1,
  "ticket.submitted": 1,
  "stage.started": 3,
  "task.approved": 3,
  "automation.started": 1,
  "automation.done": 1,
  "task.confirmed": 1,
  "ticket.completed": 1,
  "ticket.rated": 1,
};

function doubledIn({ id, timeline }: TicketView): string[] {
  return Object.entries(once).flatMap(([type, wanted]) => {
    const found = timeline.filter((entry) => entry.type === type).length;
    return found === wanted ? [] : [`${id} ${type} ${found} times`];
  });
}

function twice(subjects: string[]): string[] {
  const again = subjects.filter((subject, index) => subjects.indexOf(subject) !== index);
  return again.map((subject) => `side effect of ${subject}`);
}
