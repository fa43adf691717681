import type { Outcome } from "#shared/action/driver.ts";
import { create } from "#shared/order/engine/gate.ts";
import { isEnded } from "#shared/order/engine/frame.ts";
import { platform, type Change } from "#shared/order/engine/move.ts";
import { report, settle } from "#shared/order/engine/settle.ts";
import { Dice } from "#test/support/fuzz/dice.ts";
import type { Tally } from "#test/support/fuzz/tally.ts";
import type { Violation } from "#test/support/fuzz/game.ts";
import { Model } from "#test/support/order-model/model.ts";
import { decisionSeconds } from "#test/support/order-model/plan.ts";
import { aimDeed, likely, type Aim } from "./aim.ts";
import { beginMs, type Case, type Command } from "./case.ts";
import { engineSays, modelSays } from "./compare.ts";
import { callEngine } from "./engine-call.ts";
import { fateIn, outcomeFrom } from "./fate.ts";
import { Laws } from "./laws.ts";
import { MachineSim, type Flight } from "./machine.ts";
import { note } from "./note.ts";
import { instant, OrderTable } from "./table.ts";

/** So many are tried on an order that has ended. */
const lateCommands = 4;
/** Nothing is waited for longer than this in one go. */
const longestMs = 40 * 86_400_000;

class Broken extends Error {}

/** Plays one history on the engine and on the model, side by side. */
export class Player {
  readonly #case: Case;
  readonly #table: OrderTable;
  readonly #model: Model;
  readonly #machine: MachineSim;
  readonly #laws: Laws;
  readonly #tally: Tally;
  readonly #stale: Flight[] = [];
  /** What happened, for whoever wants to read it. */
  readonly #story: string[] | undefined;
  #nowMs = beginMs;
  #told: string[] = [];

  constructor(played: Case, tally: Tally, story?: string[]) {
    this.#case = played;
    this.#story = story;
    this.#tally = tally;
    const { plan } = played;
    const table = new OrderTable(plan);
    const broken = (law: string) => {
      throw new Broken(law);
    };
    this.#table = table;
    this.#laws = new Laws(table, plan, broken);
    const fate = fateIn(played);
    const changed = (change: Change, cause: string) => this.#changed(change, cause);
    const called = this.#laws.called.bind(this.#laws);
    const heard = this.#laws.heard.bind(this.#laws);
    const told: typeof fate = (asked) => {
      const outcome = fate(asked);
      if (outcome !== null) heard(asked, outcome);
      return outcome;
    };
    this.#machine = new MachineSim(table, told, { changed, called, broken });
    this.#model = new Model(plan, { look: (seq) => table.sight(seq), fate }, beginMs);
  }

  run(): Violation | null {
    let late = 0;
    let told = "create";
    for (const [step, command] of [null, ...this.#case.commands].entries()) {
      if (isEnded(this.#table.order)) late += 1;
      if (late > lateCommands) return null;
      try {
        if (command === null) this.#create();
        else told = this.#step(command);
        this.#story?.push(`${step}. ${told}\n   ${engineSays(this.#table).join("\n   ")}`);
        this.#check();
      } catch (error) {
        if (error instanceof Broken) return { step, command: told, problem: error.message };
        const problem = error instanceof Error ? String(error.stack) : String(error);
        return { step, command: told || String(command?.kind), problem };
      }
    }
    return null;
  }

  #create(): void {
    const gates = { isComplete: this.#case.plan.isComplete, decisionSeconds };
    const deed = { now: instant(beginMs), mover: platform };
    this.#changed(create(this.#table.frame(), deed, gates), "create");
    this.#run();
  }

  /** What an engine's change means here. */
  #changed(change: Change, cause: string): void {
    const before = this.#table.frame();
    const isMachine = ["advance", "claim", "settle", "continue"].includes(cause);
    this.#table.apply(change, !isMachine);
    this.#told.push(...change.events.map(({ type }) => type));
    this.#laws.changed(before, change, cause, this.#nowMs);
    note(this.#tally, before, change);
  }

  #run(): void {
    this.#machine.run(this.#nowMs);
    this.#model.run(this.#nowMs);
  }

  #step({ kind: wanted, seconds, a, b, c }: Command): string {
    const dice = new Dice(a, b, c);
    const kind = likely(this.#table, wanted, dice);
    switch (kind) {
      case "answer":
      case "lose":
      case "stale":
        return this.#answer(kind, dice);
      case "report":
        return this.#report(dice);
      case "next":
        return this.#pass(this.#untilNext(dice), "next");
      case "wait":
        return this.#pass(this.#nowMs + seconds * 1000, "wait");
      case "sleep":
        this.#nowMs += seconds * 1000;
        this.#run();
        return `sleep ${seconds}`;
      default:
        return this.#deed(aimDeed(this.#table, kind, dice));
    }
  }

  #untilNext(dice: Dice): number {
    const { wakeAt } = this.#table.order;
    const toMs = wakeAt === null ? this.#nowMs + 60_000 : Date.parse(wakeAt);
    return dice.chance(90) ? toMs : toMs - 1000;
  }

  /** Time goes by, and the machine is there whenever it is wanted. */
  #pass(toMs: number, told: string): string {
    const untilMs = Math.min(toMs, this.#nowMs + longestMs);
    for (let turns = 0; turns < 200; turns += 1) {
      const { wakeAt } = this.#table.order;
      const wakeMs = wakeAt === null ? Infinity : Date.parse(wakeAt);
      if (wakeMs > untilMs) break;
      this.#nowMs = Math.max(this.#nowMs, wakeMs);
      this.#run();
      this.#compare();
    }
    this.#nowMs = Math.max(this.#nowMs, untilMs);
    this.#run();
    return `${told} until ${instant(this.#nowMs)}`;
  }

  #answer(kind: "answer" | "lose" | "stale", dice: Dice): string {
    const live = this.#machine.live();
    const [flight] = kind === "stale" ? dice.some(this.#stale, 1) : dice.some(live, 1);
    if (flight === undefined)
      return this.#pass(this.#untilNext(dice), `${kind}: nothing under way`);
    const isStep = !["start", "find", "cancel"].includes(flight.call);
    const what = isStep ? "step" : flight.call;
    const silence = kind === "lose" ? 100 : this.#case.silence;
    const outcome = outcomeFrom(dice, what, silence);
    this.#deliver(flight, outcome);
    this.#stale.push(flight);
    this.#run();
    return `${kind} ${JSON.stringify(flight)} ${JSON.stringify(outcome)}`;
  }

  #deliver(flight: Flight, outcome: Outcome): void {
    const { seq, index, turn } = flight;
    const isLive = this.#machine.live().includes(flight);
    const change = settle(
      this.#table.frame(),
      [{ seq, index, turn, outcome }],
      instant(this.#nowMs),
    );
    if ((change !== null) !== isLive)
      throw new Broken(`an answer ${isLive ? "is not" : "is"} heard`);
    if (change === null) return;
    this.#laws.heard({ ...flight, what: flight.call }, outcome);
    this.#changed(change, "settle");
    this.#model.answer(index, outcome, this.#nowMs);
  }

  #report(dice: Dice): string {
    const { works, order } = this.#table.frame();
    const awaited = works.filter(({ phase }) => phase?.startsWith("awaiting") === true);
    const [work] = dice.some(awaited.length > 0 && dice.chance(85) ? awaited : works, 1);
    if (work === undefined) return this.#pass(this.#untilNext(dice), "report: nobody listens");
    const outcome = outcomeFrom(dice, "report", 0);
    const { index } = work;
    const change = report(this.#table.frame(), index, outcome, instant(this.#nowMs));
    const isHeard = this.#model.report(index, outcome, this.#nowMs);
    this.#tally.count("report", change !== null);
    if (isHeard !== (change !== null)) throw new Broken(`report: model ${isHeard}`);
    if (change !== null) {
      this.#laws.heard({ seq: order.at, index, key: work.retries, what: "report" }, outcome);
      this.#changed(change, "report");
    }
    this.#run();
    return `report ${index} ${JSON.stringify(outcome)}`;
  }

  #deed({ deed, by, value }: Aim): string {
    const text = JSON.stringify({ ...deed, by, value });
    if (deed.do === "drift") return text;
    const before = this.#table.frame();
    const { change, code } = callEngine(this.#table, { deed, by, value }, this.#nowMs);
    this.#tally.count(deed.do, code === null);
    if (change !== null) {
      this.#laws.deed(before, deed, by);
      this.#changed(change, deed.do);
    }
    const refusal = this.#model.try(deed, this.#nowMs);
    if (refusal !== code) throw new Broken(`${text}: model ${refusal}, engine ${code}`);
    this.#run();
    return text;
  }

  #compare(): void {
    const engine = engineSays(this.#table).join("\n");
    const model = modelSays(this.#model).join("\n");
    if (engine !== model) throw new Broken(`engine:\n${engine}\nmodel:\n${model}`);
    const told = this.#told.toSorted().join(" ");
    const wanted = this.#model.order.told.splice(0).toSorted().join(" ");
    this.#told = [];
    if (told !== wanted)
      throw new Broken(`history of the engine:\n${told}\nof the model:\n${wanted}`);
  }

  #check(): void {
    this.#compare();
    this.#laws.atRest(this.#nowMs);
  }
}

export function play(played: Case, tally: Tally, story?: string[]): Violation | null {
  return new Player(played, tally, story).run();
}
