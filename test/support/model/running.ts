import type { Chain, ChainNode } from "#shared/approval/chain.ts";
import { holds, type FormValues } from "#shared/core/condition.ts";
import type { Outcome, TicketState } from "#shared/ticket/state.ts";
import { Chart } from "./chart.ts";
import { noClock, plus, startClock } from "./clock.ts";
import {
  leafOf,
  leavesOf,
  lineOf,
  type Detour,
  type Leaf,
  type Line,
  type Spot,
} from "./process.ts";
import { asked, type Ask, type Stage } from "./stage.ts";
import type { Said, World } from "./world.ts";

/** A ticket that runs: the tree of its processes, and how they begin and end. */
export class Running {
  readonly world: World;
  readonly chart: Chart;
  now = "";
  values: FormValues = {};
  state: TicketState = "draft";
  outcome: Outcome | null = null;
  root: Line | null = null;
  detours: Detour[] = [];
  said: Said[] = [];
  /** Stages whose time limit's own way was taken. */
  instead = new Set<string>();
  blocked: { by: string; escalatedTo: string[] } | null = null;
  /** What the timeline must tell of this command, `type:step`. */
  told: string[] = [];
  #asks = 0;

  constructor(world: World) {
    this.world = world;
    this.chart = new Chart(world.chain);
  }

  tell(type: string, step = ""): void {
    this.told.push(`${type}:${step}`);
  }

  who(question: string): string[] {
    return this.world.people[question] ?? [];
  }

  leaves(): Leaf[] {
    const roots: Spot[] = [...(this.root === null ? [] : [this.root])];
    return [...roots, ...this.detours.flatMap(({ ways }) => ways)].flatMap(leavesOf);
  }

  stages(): { leaf: Leaf; stage: Stage }[] {
    return this.leaves().flatMap((leaf) =>
      leaf.now.is === "asking" ? [{ leaf, stage: leaf.now.stage }] : [],
    );
  }

  /** Begins the whole chain anew; nothing that was said counts any more. */
  restart(): void {
    for (const one of this.said) one.counts = false;
    this.detours = [];
    this.root = lineOf(this.world.chain);
    this.run();
  }

  end(outcome: Outcome): void {
    this.state = "completed";
    this.outcome = outcome;
    this.root = null;
    this.detours = [];
    this.blocked = null;
    this.tell("ticket.completed");
  }

  /** Goes on wherever something can: until everything waits, or nothing is left to wait for. */
  run(): void {
    if (this.root === null) return;
    if (this.#advance(this.root)) return this.end("approved");
    const over = this.detours.filter(({ ways }) =>
      ways.map((way) => this.#advance(way)).every(Boolean),
    );
    if (over.length === 0) return;
    this.detours = this.detours.filter((detour) => !over.includes(detour));
    for (const leaf of this.leaves()) {
      if (leaf.now.is === "away" && over.includes(leaf.now.detour)) leaf.now = { is: "todo" };
    }
    this.run();
  }

  /** Whether this is behind. */
  #advance(spot: Spot): boolean {
    if (spot.is === "fork") return spot.ways.map((way) => this.#advance(way)).every(Boolean);
    if (spot.is === "leaf") return this.#advanceLeaf(spot);
    for (; spot.index < spot.nodes.length; spot.index += 1) {
      const node = spot.nodes[spot.index];
      if (node === undefined) return true;
      spot.inner ??= this.#spotOf(node);
      if (!this.#advance(spot.inner)) return false;
      spot.inner = null;
    }
    return true;
  }

  #spotOf(node: ChainNode): Spot {
    if (node.kind === "branch") return lineOf(this.wayOf(node, this.values));
    if (node.kind === "parallel") {
      return { is: "fork", ways: node.branches.map(({ nodes }) => lineOf(nodes)) };
    }
    return leafOf(node);
  }

  wayOf(node: Extract<ChainNode, { kind: "branch" }>, values: FormValues): Chain {
    for (const { when, nodes } of node.branches) if (holds(when, values)) return nodes;
    return node.otherwise;
  }

  #advanceLeaf(leaf: Leaf): boolean {
    if (leaf.now.is === "todo") this.#begin(leaf);
    if (leaf.now.is === "instead" && this.#advance(leaf.now.line)) leaf.now = { is: "passed" };
    return leaf.now.is === "passed";
  }

  #begin(leaf: Leaf): void {
    const { node } = leaf;
    switch (node.kind) {
      case "cc":
        if (this.who(`node:${node.id}`).length > 0) this.tell("stage.cc", node.id);
        leaf.now = { is: "passed" };
        return;
      case "automate":
        this.tell("automation.started", node.id);
        leaf.now = { is: "machine", state: "pending" };
        return;
      case "wait":
        return this.#beginWait(leaf, node);
      default:
        return this.#beginStage(leaf, node);
    }
  }

  #beginWait(leaf: Leaf, node: Extract<ChainNode, { kind: "wait" }>): void {
    const calendar = this.world.calendars.get(node.calendar ?? "");
    const day = this.values[node.until ?? ""];
    const dueAt =
      node.minutes === undefined ? String(day ?? "") : plus(this.now, node.minutes, calendar);
    leaf.now = { is: "passed" };
    if (dueAt <= this.now) return;
    const restsFrom = this.blocked === null ? null : this.now;
    leaf.now = { is: "pause", clock: { ...noClock, dueAt, restsFrom, calendar: node.calendar } };
    this.tell("wait.started", node.id);
  }

  #beginStage(leaf: Leaf, node: Stage["node"]): void {
    this.instead.delete(node.id);
    const takesEarlier = node.kind === "approve" && node.ifApprovedBefore === "skip";
    const approved = this.said.filter(({ counts, isApproval }) => counts && isApproval);
    const people = this.who(`node:${node.id}`).filter(
      (id) => !takesEarlier || !approved.some(({ person }) => person === id),
    );
    leaf.now = { is: "passed" };
    if (people.length === 0) return this.tell("stage.skipped", node.id);
    const [first = "", ...queue] = people;
    const stage: Stage = { node, voices: [], queue: node.mode === "sequence" ? queue : [] };
    leaf.now = { is: "asking", stage };
    this.askFirst(stage, node.mode === "sequence" ? [first] : people);
  }

  /** Each of them gets a voice of her own. */
  askFirst(stage: Stage, people: string[]): void {
    for (const person of people) {
      stage.voices.push({ parts: [{ asks: [this.newAsk(stage, person)] }] });
    }
    this.tell("stage.started", stage.node.id);
  }

  newAsk({ node }: Stage, person: string, addedBy: string | null = null): Ask {
    const { calendars } = this.world;
    const clock = startClock(node.timeLimit, this.now, calendars, this.blocked !== null);
    return { person, state: "asked", waitsFor: [], addedBy, clock, number: this.nextNumber() };
  }

  nextNumber(): number {
    this.#asks += 1;
    return this.#asks;
  }

  /** Everybody who is asked here no longer is. */
  dismiss(stage: Stage): void {
    for (const ask of asked(stage)) ask.state = "gone";
  }
}
