import { notFound } from "#shared/core/error.ts";
import type { PlanDocument } from "./schema.ts";

/** A version of a plan: it never changes. */
export type LoadedPlan = { plan: string; version: number; document: PlanDocument; hash: string };

export async function getPublishedPlan(planId: string): Promise<LoadedPlan> {
  throw notFound(planId);
}

export async function getPlanVersion(planId: string, _version: number): Promise<LoadedPlan> {
  throw notFound(planId);
}
