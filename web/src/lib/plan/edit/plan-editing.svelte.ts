import { api } from "#lib/api/client.ts";
import { Checker } from "#lib/designer/checker.svelte.ts";
import { Editing, type Keeper } from "#lib/designer/editing.svelte.ts";
import type { PlanDocument } from "#shared/plan/schema.ts";
import type { PlanView } from "#shared/plan/view-schema.ts";
import type { PlanFinding } from "./finding-place.ts";

const draftOf = (id: string) => api.getPlan({ params: { id }, query: { version: "draft" } });

const keeper: Keeper<PlanView> = {
  kind: "plan",
  // A plan is always saved before it is edited.
  starter: "",
  idOf: ({ id }) => id,
  sourceOf: ({ source }) => source ?? "",
  create: (source) => api.createPlan({ body: { source } }),
  save: ({ id, version }, source) => api.savePlan({ params: { id }, body: { source, version } }),
  newest: ({ id }) => draftOf(id),
  refusal: "PLAN_INVALID",
};

/** One plan in the editor: its text, what is saved of it, what is to be said about it, and its way to being run. */
export class PlanEditing extends Editing<PlanView> {
  readonly id: string;
  readonly checker: Checker<PlanFinding, PlanDocument>;
  readonly errors = $derived.by(() =>
    this.checker.findings.filter(({ level }) => level === "error"),
  );
  readonly warnings = $derived.by(() =>
    this.checker.findings.filter(({ level }) => level === "warning"),
  );

  constructor(plan: PlanView) {
    super(keeper, plan);
    const { id } = plan;
    this.id = id;
    this.checker = new Checker((source, signal) =>
      api.checkPlan({ params: { id }, body: { source } }, { signal }),
    );
  }

  override stop(): void {
    super.stop();
    this.checker.stop();
  }

  /** Saves first: what is published is what is on the screen. */
  publish(reason: string): Promise<PlanView | null> {
    return this.work(async () => {
      const saved = this.isDirty ? await this.keep() : this.record;
      const version = saved?.version;
      await api.publishPlan({ params: { id: this.id }, body: { reason, version } });
      return this.take(await draftOf(this.id));
    });
  }
}
