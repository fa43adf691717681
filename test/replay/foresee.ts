import { payments, type Payment, type Stage } from "./activity.ts";
import type { Plan, Step } from "./plan.ts";

/** The first step that the fixed chain cannot follow, and why. */
export type Obstacle = { index: number; reason: string };

type State = {
  at: "draft" | "approving" | "executing" | "returned" | "ended";
  /** Stages still to decide. */
  ahead: Stage[];
  payment: Payment;
};

class Impossible extends Error {}

function assertAt(state: State, at: State["at"], what: string): void {
  if (state.at !== at) throw new Impossible(`${what} while the ticket is ${wordOf[state.at]}`);
}

const wordOf: Record<State["at"], string> = {
  draft: "a draft",
  approving: "in approval",
  executing: "executing",
  returned: "returned",
  ended: "completed",
};

function assertTurn(state: State, stage: Stage): void {
  assertAt(state, "approving", `${stage} decides`);
  const [next] = state.ahead;
  if (next !== stage) throw new Impossible(`${stage} decides before ${next}: not the usual order`);
}

function approve(state: State, stage: Stage, isFinal: boolean): State {
  assertTurn(state, stage);
  const ahead = state.ahead.slice(1);
  if (isFinal && ahead.length > 0) {
    throw new Impossible(
      `${stage} gives the final approval before ${ahead[0]}: not the usual order`,
    );
  }
  return ahead.length > 0
    ? { ...state, ahead }
    : { at: "executing", ahead, payment: "Request Payment" };
}

function pay(state: State, payment: Payment): State {
  assertAt(state, "executing", payment);
  if (state.payment !== payment) throw new Impossible(`${payment} without ${state.payment}`);
  const next = payments[payments.indexOf(payment) + 1];
  return next === undefined ? { ...state, at: "ended" } : { ...state, payment: next };
}

function submit(state: State, stages: Stage[]): State {
  if (state.at !== "draft") {
    assertAt(state, "returned", "the requester submits again");
  }
  return { at: "approving", ahead: stages, payment: "Request Payment" };
}

function follow(state: State, step: Step): State {
  switch (step.kind) {
    case "save":
      if (state.at !== "draft") assertAt(state, "returned", "a save");
      return state;
    case "submit":
      return submit(state, step.stages);
    case "approve":
      return approve(state, step.stage, step.isFinal);
    case "return":
      assertTurn(state, step.stage);
      return { ...state, at: "returned" };
    case "returnOrder":
      assertAt(state, "executing", "the back office returns");
      return { ...state, at: "returned" };
    case "withdraw":
      if (state.at !== "approving") assertAt(state, "returned", "a withdrawal");
      return { ...state, at: "ended" };
    case "pay":
      return pay(state, step.payment);
    case "takeUp":
      return state;
    case "unknown":
      throw new Impossible(`unknown activity ${step.activity}`);
  }
}

/** Whether the platform's fixed chain can follow the case; null when it can. Pure, nothing is asked of the platform. */
export function obstacleOf(plan: Plan): Obstacle | null {
  let state: State = { at: "draft", ahead: [], payment: "Request Payment" };
  for (const [index, step] of plan.steps.entries()) {
    try {
      state = follow(state, step);
    } catch (error) {
      if (error instanceof Impossible) return { index, reason: error.message };
      throw error;
    }
  }
  return null;
}
