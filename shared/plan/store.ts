import { createHash } from "node:crypto";
import { toItem } from "#shared/table/attribute.ts";
import { put, remove, update, type Write } from "#shared/table/commit.ts";
import { here } from "#shared/table/model.ts";
import { splitText } from "#shared/table/parts.ts";
import { PlanUseEntity, PlanVersionEntity, PlanVersionPartEntity, plans } from "./entity.ts";
import type { PlanRecord, PlanVersionRecord } from "./record.ts";

/** What tells two texts apart: 22 characters. */
export function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("base64url").slice(0, 22);
}

function putPart(planId: string, part: number, text: string): Write {
  return put(plans.entities.draftPart.put({ planId, part, text }).params(here()));
}

/** A new plan, its draft and the row that its runs are counted in. */
export function createPlanRows(plan: PlanRecord, source: string): Write[] {
  const { planId } = plan;
  const zeros = { successesByPeople: 0, automaticRuns: 0, automaticSuccesses: 0, failures: 0 };
  const stats = { planId, ...zeros, ineffectiveInARow: 0, drills: 0 };
  return [
    put(plans.entities.plan.create(toItem(plan)).params(here()), "ALREADY_EXISTS"),
    put(plans.entities.stats.create(stats).params(here()), "ALREADY_EXISTS"),
    ...splitText(source).map((text, part) => putPart(planId, part, text)),
  ];
}

/** The plan's new state; refused when the record has moved on since it was read. */
export function putPlan(plan: PlanRecord): Write {
  const params = plans.entities.plan
    .put(toItem({ ...plan, version: plan.version + 1 }))
    .where(({ version }, { eq }) => eq(version, plan.version))
    .params(here());
  return put(params);
}

/** Only the parts of the draft that differ; those that are left over go. */
export function draftRows(planId: string, before: string, after: string): Write[] {
  const [old, now] = [splitText(before), splitText(after)];
  const changed = now.flatMap((text, part) =>
    old[part] === text ? [] : [putPart(planId, part, text)],
  );
  const left = old
    .slice(now.length)
    .map((_, index) =>
      remove(plans.entities.draftPart.delete({ planId, part: now.length + index }).params(here())),
    );
  return [...changed, ...left];
}

type Texts = { document: string; source: string };

export function createVersionRows(
  version: Omit<PlanVersionRecord, "documentParts" | "sourceParts">,
  texts: Texts,
): Write[] {
  const { planId, number } = version;
  const parts = { document: splitText(texts.document), source: splitText(texts.source) };
  const head = {
    ...version,
    documentParts: parts.document.length,
    sourceParts: parts.source.length,
  };
  const rows = (["document", "source"] as const).flatMap((of) =>
    parts[of].map((text, part) =>
      put(PlanVersionPartEntity.create({ planId, number, of, part, text }).params(here())),
    ),
  );
  return [put(PlanVersionEntity.create(head).params(here()), "CONFLICT"), ...rows];
}

/** The rows by which a plan is found from its actions follow its published version. */
export function moveUses(planId: string, before: string[], after: string[]): Write[] {
  const gained = after.filter((action) => !before.includes(action));
  const lost = before.filter((action) => !after.includes(action));
  return [
    ...gained.map((action) => put(PlanUseEntity.put({ action, planId }).params(here()))),
    ...lost.map((action) => remove(PlanUseEntity.delete({ action, planId }).params(here()))),
  ];
}

/** A plan that is enabled again begins a new row of attempts. */
export function forgetIneffective(planId: string): Write {
  return update(
    plans.entities.stats.update({ planId }).set({ ineffectiveInARow: 0 }).params(here()),
  );
}
