import type { Ctx } from "#shared/core/ctx.ts";
import { createSecret } from "#shared/setting/create-secret.ts";
import { deleteSecret } from "#shared/setting/delete-secret.ts";
import { initialise } from "#shared/setting/initialise.ts";
import { listInitialisation } from "#shared/setting/list-initialisation.ts";
import { listSecrets } from "#shared/setting/list-secrets.ts";
import { listSettings } from "#shared/setting/list.ts";
import { loadSettings } from "#shared/setting/load.ts";
import { resolveSecrets } from "#shared/setting/resolve-secrets.ts";
import { setSecretValue } from "#shared/setting/set-secret.ts";
import { updateSetting } from "#shared/setting/update.ts";
import { listSettingVersions } from "#shared/setting/versions.ts";
import { ownVault } from "#test/support/own-vault.ts";

type Cost = (verb: string, run: () => Promise<unknown>) => Promise<void>;

/** Settings, secrets and initialisation; the vault's own requests are not counted. */
export async function settingCosts(cost: Cost, admin: Ctx): Promise<void> {
  const vault = await ownVault();
  const now = () => new Date().toISOString();
  const value = "the value of a secret";
  const release = { id: "bench", order: 1 };
  await cost("initialise, two tasks of 7 groups", () => initialise({ release, now }));
  await cost("initialise, again", () => initialise({ release, now }));
  await cost("listInitialisation", () => listInitialisation(admin, release));
  await cost("createSecret", () =>
    createSecret(admin, { name: "bench", description: "for the bench", value }),
  );
  await cost("setSecretValue", () => setSecretValue(admin, { name: "bench", value }));
  const cluster = { name: "one", url: "https://one.test", token: { secret: "bench" } };
  await cost("updateSetting, one secret", () =>
    updateSetting(admin, { group: "kubernetes", version: 1, value: { clusters: [cluster] } }),
  );
  await cost("listSettings", () => listSettings(admin));
  await cost("listSettingVersions", () => listSettingVersions(admin, "kubernetes", { limit: 25 }));
  await cost("loadSettings, 2 groups", () => loadSettings(["kubernetes", "platform"]));
  await cost("loadSettings, kept", () => loadSettings(["kubernetes", "platform"]));
  await cost("resolveSecrets, one", () => resolveSecrets(cluster));
  await cost("listSecrets", () => listSecrets(admin));
  await updateSetting(admin, { group: "kubernetes", version: 2, value: { clusters: [] } });
  await cost("deleteSecret", () => deleteSecret(admin, "bench"));
  await vault.stop();
}
