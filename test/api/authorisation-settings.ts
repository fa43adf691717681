import { systemCtx } from "#shared/core/ctx.ts";
import { createSecret } from "#shared/setting/create-secret.ts";
import { InitEntity } from "#shared/setting/init-entity.ts";
import { getSetting } from "#shared/setting/list.ts";
import { here } from "#shared/table/model.ts";
import type { Caller } from "#test/support/cast.ts";
import type { Row } from "./authorisation-row.ts";

const admin: Caller[] = ["admin"];
const operators: Caller[] = ["operator", "admin"];

const system = () => systemCtx("test", new Date().toISOString());
const params = { group: "aws" };
const value = "a-value-nobody-sees";

let made = 0;
const next = () => `table-${(made += 1)}`;

async function secret(): Promise<{ name: string }> {
  return { name: await createSecret(system(), { name: next(), description: "", value }) };
}

async function failedTask(): Promise<{ task: string }> {
  const at = new Date().toISOString();
  const release = { releaseId: "unknown", releaseOrder: 0 };
  const run = { version: 1, state: "failed" as const, startedAt: at, endedAt: at, error: "x" };
  const held = { holder: "nobody", leaseUntilMs: 0 };
  await InitEntity.put({ task: "switches", ...release, ...run, ...held }).go(here());
  return { task: "switches" };
}

/** Settings, secrets and what a release does before it works. */
export const settingRows: Row[] = [
  { operation: "listSettings", may: admin, request: () => ({}) },
  { operation: "getSetting", may: admin, request: () => ({ params }) },
  {
    operation: "updateSetting",
    may: admin,
    request: async () => {
      const { version } = await getSetting(system(), "aws");
      return { params, body: { version, value: {} } };
    },
  },
  { operation: "listSettingVersions", may: admin, request: () => ({ params }) },
  { operation: "listSecrets", may: operators, request: () => ({}) },
  {
    operation: "createSecret",
    may: admin,
    request: () => ({ body: { name: next(), value } }),
  },
  {
    operation: "setSecretValue",
    may: admin,
    request: async () => ({ params: await secret(), body: { value } }),
  },
  {
    operation: "updateSecret",
    may: admin,
    request: async () => ({ params: await secret(), body: { isActive: false } }),
  },
  { operation: "deleteSecret", may: admin, request: async () => ({ params: await secret() }) },
  { operation: "listInitialisation", may: admin, request: () => ({}) },
  {
    operation: "rerunInitialisation",
    may: admin,
    request: async () => ({ params: await failedTask() }),
  },
];
