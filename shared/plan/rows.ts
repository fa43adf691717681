import { findAction } from "#shared/action/catalogue/index.ts";
import { both, type Bilingual } from "#shared/core/text.ts";
import { brokenSteps, type BrokenStep } from "./broken.ts";
import { askedOf } from "./check-step.ts";
import { contextOf } from "./given.ts";
import { Strategy, type PlanDocument, type SubPlan, type SubPlanType } from "./schema.ts";
import { stepsOf, type PlacedStep } from "./steps.ts";
import { timeoutOf } from "./timeout.ts";
import type { PlanRow, StepRow } from "./view-schema.ts";

/** What people call the parts of a disaster recovery. */
const partNames: Record<SubPlanType, Bilingual> = {
  DISASTER_SWITCH: both("Disaster switch", "容灾切换"),
  DISASTER_RECOVERY: both("Disaster recovery", "容灾恢复"),
  TRAFFIC_BACK: both("Traffic back", "流量回切"),
};

type Surroundings = {
  document: PlanDocument;
  broken: ReadonlyMap<string, BrokenStep[]>;
  ceiling: number;
};

function stepRow(
  { step, executeOrder }: PlacedStep,
  { document, broken, ceiling }: Surroundings,
): StepRow {
  const { id, name, executeStrategy, executeContext, expectedSeconds = null } = step;
  const action = findAction(step.action);
  const values = action === undefined ? executeContext : contextOf(document, step, action);
  const own = executeStrategy.timeoutSeconds;
  const { seconds, from } = timeoutOf({ own, action, values, ceiling });
  return {
    type: "ATOMIC_ACTION",
    ...{ executeOrder, id, name, executeStrategy, executeContext, expectedSeconds },
    action: { code: step.action, name: action?.name ?? both(step.action, step.action) },
    risk: action?.risk ?? null,
    timeoutSeconds: seconds,
    timeoutFrom: from,
    asked: askedOf(document, step),
    broken: (broken.get(id) ?? []).map(({ reason, setting }) =>
      setting === undefined ? { reason } : { reason, setting },
    ),
  };
}

/** A part as a step of MAIN: always confirmed before it begins. */
function partRow({ type, confirmBy, timeoutSeconds }: SubPlan, index: number): StepRow {
  return {
    type: "PRE_PLAN_TEMPLATE",
    executeOrder: index + 1,
    id: type,
    name: partNames[type],
    action: null,
    risk: null,
    executeStrategy: Strategy.parse({ preConfirm: true, confirmBy, timeoutSeconds }),
    executeContext: {},
    timeoutSeconds: timeoutSeconds > 0 ? timeoutSeconds : null,
    timeoutFrom: timeoutSeconds > 0 ? "part" : null,
    expectedSeconds: null,
    asked: [],
    broken: [],
  };
}

/**
 * A plan in rows: one MAIN whose steps are actions or, for a disaster recovery, a MAIN of its parts and each of them.
 * `ceiling`: seconds, where neither step nor action limit an operation.
 */
export async function rowsOf(
  planId: string,
  document: PlanDocument,
  ceiling: number,
): Promise<PlanRow[]> {
  const broken = Map.groupBy(await brokenSteps(document), ({ stepId }) => stepId);
  const around = { document, broken, ceiling };
  const placed = stepsOf(document);
  const main = { type: "MAIN", name: document.name, layer: 0, mode: null } as const;
  if (document.scene !== "RECOVERY") {
    const steps = placed.map((one) => stepRow(one, around));
    return [{ ...main, isAtomic: true, groupId: null, steps }];
  }
  const parts = document.plans.map((part): PlanRow => {
    const steps = placed.filter((one) => one.part === part).map((one) => stepRow(one, around));
    const { type, mode } = part;
    return { type, name: partNames[type], isAtomic: true, layer: 1, groupId: planId, mode, steps };
  });
  return [
    { ...main, isAtomic: false, groupId: planId, steps: document.plans.map(partRow) },
    ...parts,
  ];
}
