import { tick } from "#shared/approval/engine/time.ts";
import type { Change } from "#shared/approval/engine/situation.ts";
import { AppError } from "#shared/core/error.ts";
import { minuteMs } from "#shared/core/clock.ts";
import { Model } from "#test/support/model/model.ts";
import { look } from "#test/support/model/time.ts";
import { aim, type Aim } from "./aim.ts";
import { peopleFrom, requester, type Case, type Command } from "./case.ts";
import { engineSays, modelSays } from "./compare.ts";
import { Coverage } from "./coverage.ts";
import { Dice } from "./dice.ts";
import { callEngine } from "./engine-call.ts";
import type { Violation } from "./game.ts";
import { orderMatters } from "./order-law.ts";
import { brokenLaws } from "./state-laws.ts";
import { calendars, lineOf, TicketMemory } from "./ticket-memory.ts";

/** So many are tried on a ticket that has ended. */
const lateCommands = 2;

type Answer = { change: Change | null; code: string | null };

function ask(call: () => Change | null): Answer {
  try {
    return { change: call(), code: null };
  } catch (error) {
    if (error instanceof AppError) return { change: null, code: error.code };
    throw error;
  }
}

/** Plays one history on the engine and on the model, side by side. */
export class Player {
  readonly #case: Case;
  readonly #memory: TicketMemory;
  readonly #model: Model;
  readonly #coverage: Coverage;

  constructor(played: Case, coverage: Coverage) {
    this.#case = played;
    this.#coverage = coverage;
    this.#memory = new TicketMemory(played);
    const { chain, withdraw } = played;
    const world = { chain, people: this.#memory.people, calendars, requester };
    this.#model = new Model(world, withdraw);
  }

  run(): Violation | null {
    const first: Command = { kind: "submit", minutes: 0, a: 0, b: 0, c: 0 };
    let late = 0;
    for (const [step, command] of [first, ...this.#case.commands].entries()) {
      if (this.#memory.ticket.state === "completed") late += 1;
      if (late > lateCommands) return null;
      const told = { text: command.kind as string };
      try {
        const problem = this.#step(command, told);
        if (problem !== null) return { step, command: told.text, problem };
      } catch (error) {
        const problem = error instanceof Error ? String(error.stack) : String(error);
        return { step, command: told.text, problem };
      }
    }
    return null;
  }

  #step(command: Command, told: { text: string }): string | null {
    this.#memory.nowMs += command.minutes * minuteMs;
    if (command.kind === "organise") return this.#organise(command);
    if (command.kind === "tick") return this.#tick(command);
    const aimed =
      this.#memory.ticket.state === "draft" ? this.#firstSubmit() : aim(this.#memory, command);
    told.text = JSON.stringify(aimed);
    return this.#command(aimed);
  }

  #firstSubmit(): Aim {
    const { values } = this.#case;
    return { kind: "submit", deed: { do: "submit", changes: [], values }, seq: 0, by: requester };
  }

  /** Somebody else is responsible from now on. */
  #organise({ a, b, c }: Command): null {
    const dice = new Dice(a, b, c);
    const questions = Object.keys(this.#memory.people);
    const question = questions[dice.below(questions.length)] ?? "";
    if (question.startsWith("node:")) this.#memory.organise(question, peopleFrom(dice, false));
    return null;
  }

  /** Often just when something falls due. */
  #tick({ a }: Command): string | null {
    const { wakeAt } = this.#memory.ticket;
    if (a % 3 > 0 && wakeAt !== null) {
      this.#memory.nowMs = Math.max(this.#memory.nowMs, Date.parse(wakeAt));
    }
    const answer = ask(() => this.#memory.decide("system", tick));
    const isDue = look(this.#model.ticket, this.#memory.now);
    if (isDue !== (answer.change !== null)) return `tick: model ${isDue}, engine ${!isDue}`;
    this.#coverage.count("tick", answer.change !== null);
    return answer.change === null ? null : this.#settled(answer.change);
  }

  #command(aimed: Aim): string | null {
    const { change, code } = ask(() => callEngine(this.#memory, aimed));
    const refusal = this.#model.try(aimed.deed, this.#memory.now);
    this.#coverage.count(aimed.kind, change !== null);
    if (refusal !== null && change !== null) return `model refuses ${refusal}, engine does it`;
    if (refusal === null && code !== null) return `engine refuses ${code}, model does it`;
    if (change === null) {
      return refusal?.some((one) => one === code) === true
        ? null
        : `model refuses ${refusal}, engine ${code}`;
    }
    if ("values" in aimed.deed) this.#memory.values = aimed.deed.values;
    return this.#settled(change);
  }

  #settled(change: Change): string | null {
    const before = this.#memory.copy();
    this.#memory.apply(change);
    this.#coverage.note(before, this.#memory, change);
    const after = this.#memory;
    const [broken] = brokenLaws({ before, after, change });
    if (broken !== undefined) return broken;
    // What counted on a ticket that has expired is asked by nobody.
    const lines = after.ticket.outcome === "expired" ? 1 : undefined;
    const engine = engineSays(after).slice(0, lines).join("\n");
    const model = modelSays(this.#model).slice(0, lines).join("\n");
    if (engine !== model) return `engine:\n${engine}\nmodel:\n${model}`;
    return this.#sameTale(change) ?? orderMatters(after, change.ticket.visits);
  }

  /** The timeline tells what the model tells. */
  #sameTale(change: Change): string | null {
    const engine = change.events.map(lineOf).toSorted().join(" ");
    const model = this.#model.ticket.told.toSorted().join(" ");
    return engine === model ? null : `timeline:\n${engine}\nmodel:\n${model}`;
  }
}

export function play(played: Case, coverage = new Coverage()): Violation | null {
  return new Player(played, coverage).run();
}
