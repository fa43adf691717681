import type { Scene } from "#shared/action/definition.ts";
import type { ActionView } from "#shared/action/schema.ts";

type Category = ActionView["category"];

/** The layers of a system from what is general to what is below all else. */
const categories: readonly Category[] = [
  "general",
  "product",
  "network",
  "application",
  "service",
  "data",
  "infrastructure",
];

/** Whether every word of the search stands somewhere in names, code or description. */
function matches({ code, name, description }: ActionView, words: readonly string[]): boolean {
  const text = [code, name.en, name["zh-CN"], description.en, description["zh-CN"]].join("\n");
  const inText = text.toLocaleLowerCase();
  return words.every((word) => inText.includes(word));
}

export type Wanted = { search: string; category: Category | null; scene: Scene | null };

export function findActions(
  actions: readonly ActionView[],
  { search, category, scene }: Wanted,
): ActionView[] {
  const words = search.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return actions.filter(
    (action) =>
      matches(action, words) &&
      (category === null || action.category === category) &&
      (scene === null || action.scenes.includes(scene)),
  );
}

/** Actions by their layer, in the order of layers; a layer without any is left out. */
export function byCategory<Action extends { category: Category }>(
  actions: readonly Action[],
): { category: Category; actions: Action[] }[] {
  return categories.flatMap((category) => {
    const own = actions.filter((action) => action.category === category);
    return own.length === 0 ? [] : [{ category, actions: own }];
  });
}

/** Why a step may not use an action. */
export type Obstacle =
  | { why: "settings"; groups: string[] }
  | { why: "scene"; scenes: Scene[] }
  | { why: "gone" }
  | { why: "deprecated" };

/** What stands against using an action in a plan of this scene; without a scene it is for a chain. */
export function obstacleTo(action: ActionView, scene: Scene | null): Obstacle | null {
  const { state, missingSettings, scenes } = action;
  if (state === "removed") return { why: "gone" };
  if (missingSettings.length > 0) return { why: "settings", groups: missingSettings };
  if (scene !== null && !scenes.includes(scene)) return { why: "scene", scenes };
  return state === "deprecated" ? { why: "deprecated" } : null;
}

/** What a picker shows: what may be chosen, and what may not with the reason; nothing that is not offered any more. */
export function offeredActions(
  actions: readonly ActionView[],
  scene: Scene | null,
): { action: ActionView; obstacle: Obstacle | null }[] {
  return actions
    .filter(({ state }) => state === "active" || state === "hidden")
    .map((action) => ({ action, obstacle: obstacleTo(action, scene) }));
}
