import type { Scene } from "#shared/action/definition.ts";
import type { PlanState } from "#shared/plan/schema.ts";

export const sceneNames = ["EMERGENCY", "SELF_RECOVERY", "RECOVERY"] as const satisfies Scene[];
/** In the order in which they ask for attention; drafts are shown to those who write plans. */
export const stateNames = [
  "published",
  "broken",
  "disabled",
  "draft",
] as const satisfies PlanState[];

export type PlanFilter = {
  q: string;
  scene: Scene | null;
  state: PlanState | null;
  isMine: boolean;
};

type Search = { get(name: string): string | null };

/** The filter lives in the address: it can be sent to a colleague and survives a reload. */
export function filterOf(search: Search): PlanFilter {
  return {
    q: search.get("q")?.trim().slice(0, 120) ?? "",
    scene: sceneNames.find((name) => name === search.get("scene")) ?? null,
    state: stateNames.find((name) => name === search.get("state")) ?? null,
    isMine: search.get("mine") === "1",
  };
}

export function isFiltered({ q, scene, state, isMine }: PlanFilter): boolean {
  return q !== "" || scene !== null || state !== null || isMine;
}

/** Address of the list with this filter. */
export function hrefOf({ q, scene, state, isMine }: PlanFilter): string {
  const search = new URLSearchParams();
  if (q.trim() !== "") search.set("q", q.trim());
  if (scene !== null) search.set("scene", scene);
  if (state !== null) search.set("state", state);
  if (isMine) search.set("mine", "1");
  const text = search.toString();
  return text === "" ? "/plans" : `/plans?${text}`;
}

/** What the API is asked. */
export function queryOf({ q, scene, state, isMine }: PlanFilter) {
  return {
    ...(q === "" ? {} : { q }),
    ...(scene === null ? {} : { scene }),
    ...(state === null ? {} : { state }),
    ...(isMine ? { mine: "true" as const } : {}),
  };
}
