import type { Component } from "svelte";
import ArrowLeft from "@lucide/svelte/icons/arrow-left";
import Check from "@lucide/svelte/icons/check";
import Circle from "@lucide/svelte/icons/circle";
import CircleDashed from "@lucide/svelte/icons/circle-dashed";
import CircleAlert from "@lucide/svelte/icons/circle-alert";
import CirclePlay from "@lucide/svelte/icons/circle-play";
import CircleHelp from "@lucide/svelte/icons/circle-question-mark";
import Minus from "@lucide/svelte/icons/minus";
import Pause from "@lucide/svelte/icons/pause";
import Pencil from "@lucide/svelte/icons/pencil";
import X from "@lucide/svelte/icons/x";
import type { NodeState, OrderState } from "#shared/order/schema.ts";
import type { PlanState } from "#shared/plan/schema.ts";
import type { InitView } from "#shared/setting/init-schema.ts";
import type { SecretView } from "#shared/setting/secret-schema.ts";
import type { TemplateSummary } from "#shared/template/schema.ts";
import type { Outcome, Phase, TaskState, TicketState } from "#shared/ticket/state.ts";

/** Every state the product shows, by record. `phase` and `outcome` sharpen a ticket's state. */
export type States = {
  ticket: TicketState;
  outcome: Outcome;
  phase: Phase;
  task: TaskState;
  order: OrderState;
  node: NodeState;
  template: TemplateSummary["state"];
  plan: PlanState;
  secret: SecretView["state"];
  init: InitView["state"];
};
export type Tone = "waiting" | "returned" | "done" | "failed" | "void";

type Look = { tone: Tone; icon: Component<{ class?: string; "aria-hidden"?: "true" }> };
const waiting: Look = { tone: "waiting", icon: Circle };
const running: Look = { tone: "waiting", icon: CirclePlay };
const returned: Look = { tone: "returned", icon: ArrowLeft };
const rests: Look = { tone: "returned", icon: Pause };
const doubtful: Look = { tone: "returned", icon: CircleHelp };
const partly: Look = { tone: "returned", icon: CircleAlert };
const done: Look = { tone: "done", icon: Check };
const failed: Look = { tone: "failed", icon: X };
const empty: Look = { tone: "void", icon: Minus };
const ahead: Look = { tone: "void", icon: CircleDashed };
const draft: Look = { tone: "void", icon: Pencil };

/** Colour and shape of each state; the word comes from `common.state`. */
export const looks: { [Kind in keyof States]: Record<States[Kind], Look> } = {
  ticket: { draft, in_approval: waiting, returned, completed: done },
  outcome: { approved: done, vetoed: failed, withdrawn: empty, expired: empty, failed },
  phase: { approving: waiting, executing: running, confirming: waiting },
  task: {
    pending: waiting,
    approved: done,
    returned,
    vetoed: failed,
    confirmed: done,
    void: empty,
    running,
    done,
    failed,
  },
  order: {
    waiting_params: waiting,
    pending_approval: waiting,
    scheduled: waiting,
    running,
    waiting_confirm: waiting,
    paused: rests,
    cancelling: running,
    rolling_back: running,
    succeeded: done,
    partially_succeeded: partly,
    failed,
    cancelled: empty,
    timed_out: failed,
    rejected: failed,
    expired: empty,
    rolled_back: empty,
    rollback_failed: failed,
  },
  node: {
    pending: ahead,
    waiting_params: waiting,
    waiting_confirm: waiting,
    running,
    succeeded: done,
    failed,
    timed_out: failed,
    unknown: doubtful,
    skipped: empty,
    cancelled: empty,
    not_run: empty,
  },
  template: { draft, published: done, disabled: empty },
  plan: { draft, published: done, disabled: empty, broken: failed },
  secret: { active: done, inactive: empty, deleting: failed },
  init: { never: ahead, running, done, failed },
};
