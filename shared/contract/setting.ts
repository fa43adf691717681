import * as z from "zod";
import { PageQuery, pageOf } from "#shared/core/page.ts";
import { SettingVersion, SettingView, UpdateSettingInput } from "#shared/setting/schema.ts";
import {
  CreateSecretInput,
  SecretName,
  SecretView,
  SetSecretInput,
  UpdateSecretInput,
} from "#shared/setting/secret-schema.ts";
import { InitView } from "#shared/setting/init-schema.ts";
import { operation } from "./operation.ts";

const group = z.strictObject({ group: z.string().regex(/^[a-z][a-zA-Z0-9]{0,39}$/) });
const named = z.strictObject({ name: SecretName });

const settings = {
  listSettings: operation({
    method: "GET",
    path: "/settings",
    summary: "Settings by groups, with their fields and what holds in them",
    access: "setting:manage",
    result: z.object({ items: z.array(SettingView) }),
  }),
  getSetting: operation({
    method: "GET",
    path: "/settings/{group}",
    summary: "One group of settings",
    access: "setting:manage",
    params: group,
    result: SettingView,
  }),
  updateSetting: operation({
    method: "PUT",
    path: "/settings/{group}",
    summary: "Put a whole group in place of the version that was read",
    access: "setting:manage",
    params: group,
    body: UpdateSettingInput,
    result: SettingView,
  }),
  listSettingVersions: operation({
    method: "GET",
    path: "/settings/{group}/versions",
    summary: "What a group was, newest first, and what each save changed",
    access: "setting:manage",
    params: group,
    query: PageQuery,
    result: pageOf(SettingVersion),
  }),
};

const secrets = {
  listSecrets: operation({
    method: "GET",
    path: "/secrets",
    summary: "Secrets by name, never their values; for whoever manages settings or plans",
    access: "person",
    result: z.object({ items: z.array(SecretView) }),
  }),
  createSecret: operation({
    method: "POST",
    path: "/secrets",
    summary: "Add a secret; its name is used once and its value never shown again",
    access: "setting:manage",
    body: CreateSecretInput,
    result: SecretView,
    status: 201,
  }),
  setSecretValue: operation({
    method: "PUT",
    path: "/secrets/{name}/value",
    summary: "Give a secret a new value, as its next version",
    access: "setting:manage",
    params: named,
    body: SetSecretInput,
    result: SecretView,
  }),
  updateSecret: operation({
    method: "PATCH",
    path: "/secrets/{name}",
    summary: "Describe a secret, or take it out of use and back",
    access: "setting:manage",
    params: named,
    body: UpdateSecretInput,
    result: SecretView,
  }),
  deleteSecret: operation({
    method: "DELETE",
    path: "/secrets/{name}",
    summary: "Destroy a secret that nothing refers to",
    access: "setting:manage",
    params: named,
  }),
};

const initialisation = {
  listInitialisation: operation({
    method: "GET",
    path: "/initialisation",
    summary: "What each release does once before it works, and how that went",
    access: "setting:manage",
    result: z.object({ release: z.string(), items: z.array(InitView) }),
  }),
  rerunInitialisation: operation({
    method: "POST",
    path: "/initialisation/{task}/run",
    summary: "Run a task again that failed, or whose runner died",
    access: "setting:manage",
    params: z.strictObject({ task: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/) }),
    result: InitView,
  }),
};

export const setting = { ...settings, ...secrets, ...initialisation };
