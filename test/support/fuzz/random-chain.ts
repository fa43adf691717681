import type {
  ApproveNode,
  Chain,
  ChainNode,
  ConfirmNode,
  FieldAccess,
  TimeLimit,
} from "#shared/approval/chain.ts";
import type { Dice } from "./dice.ts";

/** Random chains: every kind of node, nested, with every mode and policy that the engine itself decides on. */

const who = [{ role: "x" }];
const timeouts = ["escalate", "escalate", "transfer", "approve", "refuse", "branch"] as const;

function namesOf(id: string) {
  return { id, name: { en: id, "zh-CN": id } };
}

/** Makes one chain; nodes are numbered in the order in which they are made. */
export class ChainMaker {
  readonly #dice: Dice;
  #made = 0;
  /** How many more nodes there may be. */
  #room: number;

  constructor(dice: Dice, room: number) {
    this.#dice = dice;
    this.#room = room;
  }

  chain(): Chain {
    return this.#list(0, 1, 4);
  }

  #list(depth: number, least: number, most: number): ChainNode[] {
    const wanted = least + this.#dice.below(most - least + 1);
    const nodes: ChainNode[] = [];
    while (nodes.length < least || (nodes.length < wanted && this.#room > 0)) {
      nodes.push(this.#node(depth));
    }
    return nodes;
  }

  #node(depth: number): ChainNode {
    const id = `n${this.#made}`;
    this.#made += 1;
    this.#room -= 1;
    const throwOf = this.#dice.below(100);
    if (depth < 3 && this.#room > 1 && throwOf < 26) return this.#parallel(id, depth);
    if (depth < 3 && throwOf < 36) return this.#branch(id, depth);
    if (throwOf >= 95) return { kind: "cc", ...namesOf(id), who };
    if (throwOf >= 90) return { kind: "automate", ...namesOf(id), action: "a", parameters: {} };
    if (throwOf >= 86) return this.#wait(id);
    return this.#ask(id, depth);
  }

  #wait(id: string): ChainNode {
    const dice = this.#dice;
    if (dice.chance(30)) return { kind: "wait", ...namesOf(id), until: "day" };
    const calendar = dice.chance(30) ? "toy" : undefined;
    return { kind: "wait", ...namesOf(id), minutes: 1 + dice.below(200), calendar };
  }

  #parallel(id: string, depth: number): ChainNode {
    const ways = 2 + (this.#dice.chance(20) ? 1 : 0);
    const branches = Array.from({ length: ways }, () => ({ nodes: this.#list(depth + 1, 1, 2) }));
    return { kind: "parallel", ...namesOf(id), branches };
  }

  #branch(id: string, depth: number): ChainNode {
    const field = this.#dice.pick(["amount", "amount", "other"]);
    const when = { field, atLeast: 1 + this.#dice.below(2) };
    const branches = [{ when, nodes: this.#list(depth + 1, 0, 2) }];
    return { kind: "branch", ...namesOf(id), branches, otherwise: this.#list(depth + 1, 0, 2) };
  }

  #ask(id: string, depth: number): ApproveNode | ConfirmNode {
    const dice = this.#dice;
    const policies = this.#policies();
    const node = { ...namesOf(id), who, ...policies, timeLimit: this.#limit(depth) };
    if (dice.chance(15)) return { kind: "confirm", ...node };
    return { kind: "approve", ...node };
  }

  #policies() {
    const dice = this.#dice;
    const access = dice.pick<FieldAccess>(["hidden", "read", "edit"]);
    return {
      mode: dice.pick(["any", "all", "all", "sequence", "votes", "votes"] as const),
      votes: dice.chance(50)
        ? { atLeast: 1 + dice.below(4) }
        : { percent: dice.pick([34, 50, 66.7, 100]) },
      ifVeto: dice.pick(["end", "count", undefined] as const),
      ifNobody: "skip" as const,
      ifRequester: "leave-out" as const,
      ifApprovedBefore: dice.chance(20) ? ("skip" as const) : ("ask" as const),
      ifLeft: "leave-out" as const,
      ifChanged: dice.chance(25) ? ("keep" as const) : ("ask-again" as const),
      returnTo: dice.chance(85) ? ["requester" as const, "passed" as const] : [],
      afterReturn: dice.pick(["again", "straight"] as const),
      mayAdd: dice.chance(90),
      mayTransfer: dice.chance(90),
      withdraw: dice.pick([true, false, undefined, undefined] as const),
      fields: dice.chance(50) ? { [dice.pick(["amount", "other"])]: access } : {},
    };
  }

  #limit(depth: number): TimeLimit | undefined {
    const dice = this.#dice;
    if (dice.chance(50)) return undefined;
    const onTimeout = dice.pick(timeouts);
    return {
      minutes: 1 + dice.below(180),
      calendar: dice.chance(30) ? "toy" : undefined,
      remindAt: dice.pick([undefined, 0.5, 0.9]),
      onTimeout,
      ...(onTimeout === "transfer" ? { transferTo: who } : {}),
      ...(onTimeout === "branch" ? { otherwise: this.#list(depth + 1, 1, 2) } : {}),
    };
  }
}
