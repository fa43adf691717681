import type { Bilingual } from "#shared/core/text.ts";
import type { Ctx } from "#shared/core/ctx.ts";
import type { Write } from "#shared/table/commit.ts";
import type * as z from "zod";
import type { InitKind, InitStrategy } from "./init-schema.ts";

/** One deployment of the product. `order` grows with each: an older one may not undo a newer one. */
export type Release = { id: string; order: number };

/** What a run has to work with. */
export type InitRun = {
  /** Acts as the product itself. */
  ctx: Ctx;
  release: Release;
  /**
   * Goes into every commit of a task: it fails once another runner has taken the task over, so that one that was
   * believed dead cannot write behind its back.
   */
  fence: () => Write;
};

/** `checksum` is of what is made sure of, `changed` the number of records that had to be written for it. */
export type InitResult = { checksum: string; changed: number };

export type InitTask = { code: string; name: Bilingual } & (
  | {
      strategy: Exclude<InitStrategy, "every_instance">;
      kind: z.infer<typeof InitKind>;
      run: (run: InitRun) => Promise<InitResult>;
    }
  | {
      strategy: "every_instance";
      kind: "reconcile";
      /** Memory only. Throws what keeps the process from working. */
      run: () => void;
    }
);

/** A task that is run for all instances together, and has a row. */
export type SharedTask = Exclude<InitTask, { strategy: "every_instance" }>;

/** The newest run of a task. */
export type InitRecord = {
  task: string;
  version: number;
  state: "running" | "done" | "failed";
  releaseId: string;
  releaseOrder: number;
  checksum: string | null;
  changed: number | null;
  startedAt: string;
  endedAt: string | null;
  error: string | null;
  /** Whose run it is. Nobody else ends it. */
  holder: string;
  /** Until then (ms since 1970, by the real clock) its runner is believed alive. */
  leaseUntilMs: number;
};
