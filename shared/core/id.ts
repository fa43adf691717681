import { monotonicFactory } from "ulid";

export const prefixes = {
  user: "usr",
  department: "dep",
  role: "rol",
  service: "svc",
  template: "tpl",
  ticket: "tkt",
  task: "tsk",
  plan: "pln",
  order: "ord",
  log: "log",
  trigger: "trg",
  event: "evt",
  notice: "ntc",
  delegation: "dlg",
  attachment: "att",
  request: "req",
} as const;

export type IdKind = keyof typeof prefixes;

const next = monotonicFactory();

/** `prefix_ULID`: sortable by creation, unique without coordination. `atMs` pins the time part. */
export function newId(kind: IdKind, atMs?: number): string {
  return `${prefixes[kind]}_${next(atMs)}`;
}
