import type { OptionProvider } from "#shared/action/driver.ts";
import { systemCtx } from "#shared/core/ctx.ts";
import { inLocale } from "#shared/core/text.ts";
import { listRoles } from "#shared/org/list-roles.ts";
import { searchPeople } from "#shared/org/search-people.ts";
import { listTemplates } from "#shared/template/list.ts";

/** What this product itself offers to its actions. */

/** Active people whose name or address begins as is searched for, at most ten: an organisation is no list. */
const people: OptionProvider = async ({ search, now }) => {
  const { items } = await searchPeople(systemCtx("options", now), { q: search });
  return items.map(({ email, name }) => ({ value: email, label: `${name} (${email})` }));
};

/** All but the one that everybody holds: nobody is on a list for it. */
const roles: OptionProvider = async ({ now }) => {
  const { items } = await listRoles(systemCtx("options", now));
  return items
    .filter(({ name }) => name !== "employee")
    .map(({ name, label }) => ({ value: name, label: inLocale(label, "en") }));
};

const templates: OptionProvider = async ({ now }) => {
  const { items } = await listTemplates(systemCtx("options", now));
  return items
    .filter(({ state }) => state === "published")
    .map(({ id, name }) => ({ value: id, label: inLocale(name, "en") }));
};

export const productOptions = {
  "product.people": people,
  "product.roles": roles,
  "product.templates": templates,
} as const satisfies Record<string, OptionProvider>;
