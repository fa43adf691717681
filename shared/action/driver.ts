import type { Locale } from "#shared/core/ctx.ts";
import type { PersonRef } from "#shared/ticket/state.ts";
import type { SettingGroup, SettingValues } from "#shared/setting/groups.ts";
import type { Resolved } from "#shared/setting/resolve-secrets.ts";

/** How an action touches the world. Drivers live in functions/action; the engine knows only what they answer. */

/** What a long operation is known by outside: whatever its driver needs to ask again. JSON, below 4 KB. */
export type Operation = Record<string, unknown>;

export type Call = {
  orderId: string;
  seq: number;
  /** The value of the targets' parameter this call is about; null for an action without targets. */
  target: string | null;
  /** The same for every repetition of this piece of work: what makes a doubled call harmless. */
  key: string;
  /** Checked by the action's schema; secrets stand in it as their values. */
  parameters: Record<string, unknown>;
  /** Groups of settings the action requires. Secrets stand in them as their values. */
  settings: { [Group in SettingGroup]?: Resolved<SettingValues[Group]> };
  mode: "run" | "drill";
  /** Who set the order going; the system for what runs by itself. */
  startedBy: PersonRef;
  locale: Locale;
  order: { name: string; url: string };
  callback: { url: string; token: string };
  attempt: number;
  /** ISO instant at which this piece of work began: the same for all calls under its key. */
  beganAt: string;
  /** ISO instant, in the product's time. */
  now: string;
};

type Said = {
  /** Lines for the log of the node. Secrets in it are redacted before they are kept. */
  log?: string;
};

/** What a call, a look or a cancel brought. */
export type Outcome = Said &
  (
    | { kind: "succeeded"; output?: Record<string, unknown>; text?: string }
    | { kind: "failed"; code: string; message: string; output?: Record<string, unknown> }
    /** It goes on outside. Without `lookAfterSeconds` the looks come 4 s, 10 s, … 60 s apart. */
    | { kind: "started"; operation: Operation; progress?: string; lookAfterSeconds?: number }
    /** The operation wants a call before it goes on; `step` names it, and each is made once. */
    | { kind: "wants"; step: string; operation: Operation; progress?: string }
    /** The other side, or a person, reports the end. */
    | { kind: "awaits_callback" }
    | { kind: "awaits_person"; people: PersonRef[] }
    /** Refused for now, certainly without an effect: the same call again later. */
    | { kind: "throttled"; afterSeconds: number; message: string }
    /** No answer, or a broken one: for a look, look again; for a call, its effect is unknown. */
    | { kind: "no_answer"; message: string }
    | { kind: "cancelled" }
  );

/** What a file of functions/action gives. @public */
export type Driver = {
  /** Causes the effect. */
  start: (call: Call) => Promise<Outcome>;
  /** Asks how far it is. Has no effect. */
  poll?: (call: Call, operation: Operation) => Promise<Outcome>;
  /** Makes the call that the operation wants. The other side must refuse a step whose turn it is not. */
  advance?: (call: Call, operation: Operation, step: string) => Promise<Outcome>;
  /** Asks the other side to stop; `started` while it is stopping. */
  cancel?: (call: Call, operation: Operation) => Promise<Outcome>;
  /** Says what `start` would do, without an effect. */
  rehearse?: (call: Call) => Promise<Outcome>;
  /** After a call of unknown end: finds what came of it. `no_answer` when that cannot be known. */
  find?: (call: Call) => Promise<Outcome>;
};

export type Option = { value: string; label: string; isRunning?: boolean };

/**
 * Where the values of a parameter come from. It is given the parameters it depends on and lists all there is, running
 * or not; `signal` fires when nobody waits for the answer any more.
 */
export type OptionProvider = (
  call: Pick<Call, "settings" | "now"> & {
    parameters: Record<string, unknown>;
    search: string;
    signal: AbortSignal;
  },
) => Promise<Option[]>;
