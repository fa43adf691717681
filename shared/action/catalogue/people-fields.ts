import * as z from "zod";
import { field } from "#shared/core/fields.ts";
import { both } from "#shared/core/text.ts";

/** People and roles of this product, as actions name them. */

/** A mail address or an id; in a template also what the form or the ticket names. */
export const Person = z
  .string()
  .regex(/^([^\s@{}]{1,64}@[^\s@{}]{1,189}|usr_[0-9A-HJKMNP-TV-Z]{26}|\{\{\s*[\w.]{1,80}\s*\}\})$/);

export const people = field(z.array(Person).max(20).default([]), {
  name: both("People", "人员"),
  emptyMeans: "none",
  options: { source: "product.people" },
});

export const roles = field(
  z
    .array(z.string().regex(/^[a-z][a-z0-9-]{1,40}$/))
    .max(5)
    .default([]),
  {
    name: both("Roles", "角色"),
    help: both("Everybody who holds one of them.", "持有任一角色的所有人员。"),
    emptyMeans: "none",
    options: { source: "product.roles" },
  },
);
