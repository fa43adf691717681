import { fieldViews } from "#shared/core/fields.ts";
import { secretUsesInPlans } from "#shared/plan/secret-uses.ts";
import type { Write } from "#shared/table/commit.ts";
import { settingGroups, SettingGroup } from "./groups.ts";
import { namedPath, placeWords } from "./place-words.ts";
import type { SettingRecord } from "./record.ts";
import { secretRefsIn } from "./refs.ts";
import type { SecretUse } from "./secret-schema.ts";
import { findSettings, mustBeUnchanged } from "./store.ts";

type Used = { secret: string; use: SecretUse };
type Found = {
  uses: Used[];
  /** Make a commit fail when any of what was looked at has changed since. */
  unchanged: Write[];
};

function usesIn({ group, value }: SettingRecord): Used[] {
  const { name, schema } = settingGroups[group];
  const fields = fieldViews(schema);
  return secretRefsIn(value).map(({ path, ref }) => {
    const where = placeWords(fields, namedPath(value, path));
    const use = { kind: "setting" as const, id: group, name, where, version: ref.version ?? null };
    return { secret: ref.secret, use };
  });
}

async function usesInSettings(): Promise<Found> {
  const saved = await findSettings(SettingGroup.options);
  const unchanged = SettingGroup.options.map((group) =>
    mustBeUnchanged(group, saved.get(group)?.version ?? 0),
  );
  return { uses: [...saved.values()].flatMap(usesIn), unchanged };
}

/** Everything that may refer to secrets; what else comes to do so is one more function here. */
const users: readonly (() => Promise<Found>)[] = [usesInSettings, secretUsesInPlans];

/** Who refers to which secret, strongly consistent. */
export async function findSecretUses(): Promise<{
  usesOf: (secret: string) => SecretUse[];
  unchanged: Write[];
}> {
  const found = await Promise.all(users.map((find) => find()));
  const all = found.flatMap(({ uses }) => uses);
  return {
    usesOf: (secret) => all.filter((one) => one.secret === secret).map(({ use }) => use),
    unchanged: found.flatMap(({ unchanged }) => unchanged),
  };
}
