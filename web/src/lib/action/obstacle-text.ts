import { formatList } from "#lib/i18n/format.ts";
import { hasMessage, t } from "#lib/i18n/i18n.svelte.ts";
import type { Obstacle } from "./find.ts";

/** What a group of settings is called. */
export function settingName(group: string): string {
  const key = `actions.setting.${group}`;
  return hasMessage(key) ? t(key) : group;
}

/** Why an action may not be used, as a sentence. */
export function obstacleText(obstacle: Obstacle): string {
  if (obstacle.why === "settings") {
    return t("actions.obstacle.settings", {
      groups: formatList(obstacle.groups.map(settingName)),
    });
  }
  if (obstacle.why === "scene") {
    const names = obstacle.scenes.map((scene) => t(`actions.scene.${scene}`));
    return t("actions.obstacle.scene", { scenes: formatList(names) });
  }
  return t(`actions.obstacle.${obstacle.why}`);
}
