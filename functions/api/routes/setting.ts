import { now } from "#functions/lib/clock.ts";
import { ownRelease } from "#functions/lib/instance.ts";
import type { setting } from "#shared/contract/setting.ts";
import { createSecret } from "#shared/setting/create-secret.ts";
import { deleteSecret } from "#shared/setting/delete-secret.ts";
import { getInitialisation, listInitialisation } from "#shared/setting/list-initialisation.ts";
import { getSecret, listSecrets } from "#shared/setting/list-secrets.ts";
import { getSetting, listSettings } from "#shared/setting/list.ts";
import { rerunInitialisation } from "#shared/setting/rerun-initialisation.ts";
import { setSecretValue } from "#shared/setting/set-secret.ts";
import { updateSecret } from "#shared/setting/update-secret.ts";
import { updateSetting } from "#shared/setting/update.ts";
import { listSettingVersions } from "#shared/setting/versions.ts";
import type { Routes } from "../mount.ts";
import { write, writeOnly } from "../write.ts";

export const settingRoutes: Routes<typeof setting> = {
  listSettings: (ctx) => listSettings(ctx),
  getSetting: (ctx, { params }) => getSetting(ctx, params.group),
  updateSetting: write(
    (ctx, { params, body }) => updateSetting(ctx, { ...params, ...body }),
    getSetting,
  ),
  listSettingVersions: (ctx, { params, query }) => listSettingVersions(ctx, params.group, query),

  listSecrets: (ctx) => listSecrets(ctx),
  createSecret: write((ctx, { body }) => createSecret(ctx, body), getSecret),
  setSecretValue: write(
    (ctx, { params, body }) => setSecretValue(ctx, { ...params, ...body }),
    getSecret,
  ),
  updateSecret: write(
    (ctx, { params, body }) => updateSecret(ctx, { ...params, ...body }),
    getSecret,
  ),
  deleteSecret: writeOnly((ctx, { params }) => deleteSecret(ctx, params.name)),

  listInitialisation: (ctx) => listInitialisation(ctx, ownRelease()),
  rerunInitialisation: write(
    (ctx, { params }) => rerunInitialisation(ctx, params.task, { release: ownRelease(), now }),
    (ctx, task) => getInitialisation(ctx, task, ownRelease()),
  ),
};
