import { api, type Result } from "#lib/api/client.ts";
import { secretSources, type LoadOptions } from "#lib/components/fields/options.ts";
import { t } from "#lib/i18n/i18n.svelte.ts";
import type { Option } from "#shared/action/driver.ts";

type Secret = Result<"listSecrets">["items"][number];

function named({ name, description, state }: Secret): Option {
  const mark = state === "inactive" ? [t("fields.secret.inactive")] : [];
  return { value: name, label: [...mark, description].filter(Boolean).join(" · ") };
}

function matches({ name, description }: Secret, search: string): boolean {
  return `${name} ${description}`.toLowerCase().includes(search.trim().toLowerCase());
}

function optionsOf(secrets: Secret[], search: string): Option[] {
  const usable = secrets.filter(({ state }) => state !== "deleting");
  return usable.filter((secret) => matches(secret, search)).map(named);
}

function versionsOf(secrets: Secret[], name: unknown): Option[] {
  const versions = secrets.find((secret) => secret.name === name)?.versions ?? [];
  return versions.map(({ version }) => ({
    value: String(version),
    label: t("fields.secret.version", { number: version }),
  }));
}

/** Secrets for a fields editor that has no other options to offer. Needs the texts of `fields`. */
export const secretOptions: LoadOptions = async (source, values, search, signal) => {
  const { items } = await api.listSecrets({}, { signal });
  return source === secretSources.versions
    ? versionsOf(items, values["secret"])
    : optionsOf(items, search);
};
