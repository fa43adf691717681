import type { Issue } from "#shared/core/error.ts";
import type { ChainStep } from "#shared/ticket/schema.ts";
import type { PersonRef } from "#shared/ticket/state.ts";

/** What is wrong at a step whose people the requester picks. */
export type ChoiceFault = { step: ChainStep; code: string };

/** Picked people by step, as they are sent. */
export type PickedIds = Record<string, string[]>;

const none: ChoiceFault[] = [];

/** The requester's own choice of approvers. */
export class Choices {
  #ids = $state.raw<PickedIds>({});
  #names = new Map<string, PersonRef>();
  #steps: () => readonly ChainStep[];
  #onchange: () => void;
  #isTried = $state(false);
  #refused = $state.raw<Issue[]>([]);
  #told = $state.raw<ChoiceFault[]>(none);
  // Keeps its identity while people are picked: a new list would take the focus.
  #open = $derived.by(() => (this.#told.some(({ step }) => this.codeAt(step)) ? this.#told : none));

  /** `steps`: the chain as it is foreseen now. */
  constructor(start: PickedIds, steps: () => readonly ChainStep[], onchange: () => void) {
    this.#ids = start;
    this.#steps = steps;
    this.#onchange = onchange;
  }

  get ids(): PickedIds {
    return this.#ids;
  }
  /** Steps at which the requester picks. */
  get steps(): ChainStep[] {
    return this.#steps().filter(({ choice }) => choice !== undefined);
  }
  /** Faults of the last try; none any more once all are mended. */
  get faults(): ChoiceFault[] {
    return this.#open;
  }

  peopleAt({ nodeId, people, choice }: ChainStep): PersonRef[] {
    const known = [...people, ...(choice?.from ?? [])];
    return (this.#ids[nodeId] ?? []).map(
      (id) => this.#names.get(id) ?? known.find((one) => one.id === id) ?? { id, name: "…" },
    );
  }

  set(nodeId: string, people: PersonRef[]): void {
    for (const person of people) this.#names.set(person.id, person);
    this.#ids = { ...this.#ids, [nodeId]: people.map(({ id }) => id) };
    this.#refused = this.#refused.filter(({ path }) => path !== `choices.${nodeId}`);
    this.#onchange();
  }

  /** The fault to show at a step by now, if any. */
  codeAt({ nodeId, choice }: ChainStep): string | undefined {
    const refused = this.#refused.find(({ path }) => path === `choices.${nodeId}`);
    if (refused) return refused.code;
    const count = this.#ids[nodeId]?.length ?? 0;
    return this.#isTried && count < (choice?.atLeast ?? 0) ? "required" : undefined;
  }

  /** From now on faults are told. True when there is none. */
  tryAll(): boolean {
    this.#isTried = true;
    this.#refused = [];
    return this.#tell();
  }

  /** Takes what the server found about choices; false when it found nothing about them. */
  refuse(issues: Issue[]): boolean {
    this.#refused = issues.filter(({ path }) => path.startsWith("choices."));
    this.#tell();
    return this.#refused.length > 0;
  }

  replace(ids: PickedIds): void {
    this.#ids = ids;
    this.#isTried = false;
    this.#refused = [];
    this.#told = none;
  }

  #tell(): boolean {
    this.#told = this.steps.flatMap((step) => {
      const code = this.codeAt(step);
      return code === undefined ? [] : [{ step, code }];
    });
    return this.#told.length === 0;
  }
}
