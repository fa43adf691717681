import type { Ctx } from "#shared/core/ctx.ts";
import { AppError, notFound } from "#shared/core/error.ts";
import { afresh } from "#shared/table/retry.ts";
import { viewerOf } from "./access.ts";
import { commitChange, moverOf } from "./commit.ts";
import { report } from "./engine/settle.ts";
import { loadFrame } from "./store.ts";
import { isNamed } from "./view/may.ts";

type Input = {
  orderId: string;
  seq: number;
  outcome: "done" | "not_done";
  comment: string;
  evidence: string;
};

/** Somebody who was asked says what she did. Her word is the outcome of the node; the proof stays with it. */
export function performNode(ctx: Ctx, input: Input): Promise<string> {
  const { orderId, seq, outcome, comment, evidence } = input;
  return afresh(async () => {
    const viewer = await viewerOf(ctx);
    const frame = await loadFrame(orderId, seq);
    const hers = frame.works.filter(({ people }) => isNamed(people, viewer));
    // Of several that she is asked to do, the next one that waits.
    const work = hers.find(({ phase }) => phase === "awaiting_person") ?? hers[0];
    if (work === undefined) throw notFound("order");
    const { person } = moverOf(ctx);
    const output = { comment, evidence, by: person.name, at: ctx.now };
    const said =
      outcome === "done"
        ? ({ kind: "succeeded", text: comment, output } as const)
        : ({ kind: "failed", code: "NOT_DONE", message: comment, output } as const);
    const change = report(frame, work.index, said, ctx.now, moverOf(ctx));
    if (change === null) throw new AppError("WRONG_STATE", "This has been answered.");
    await commitChange(ctx, frame, change, "other");
    return orderId;
  });
}
