import * as z from "zod";
import { Bilingual, Instant } from "#shared/core/text.ts";

/** `every_instance` runs in each process as it starts, and writes nothing that others share. */
export const InitStrategy = z.enum(["once_ever", "once_per_deployment", "every_instance"]);
export type InitStrategy = z.infer<typeof InitStrategy>;

/** `seed_if_absent` keeps what people have changed; with `reconcile` the code wins. */
export const InitKind = z.enum(["seed_if_absent", "reconcile"]);

export const InitState = z.enum(["never", "running", "done", "failed"]);

/** A task and its newest run. */
export const InitView = z.object({
  task: z.string(),
  name: Bilingual,
  strategy: InitStrategy,
  kind: InitKind,
  state: InitState,
  /** The release that ran it; null while it never ran. */
  release: z.string().nullable(),
  startedAt: Instant.nullable(),
  endedAt: Instant.nullable(),
  /** How many records it had to change. */
  changed: z.number().int().nullable(),
  /** Of what it makes sure of; two releases with the same one wanted the same. */
  checksum: z.string().nullable(),
  error: z.string().nullable(),
  /** It failed, or its runner died: it may be run again by hand. */
  mayRun: z.boolean(),
});
export type InitView = z.infer<typeof InitView>;
