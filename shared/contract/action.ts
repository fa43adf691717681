import * as z from "zod";
import {
  ActionCode,
  ActionDetail,
  ActionView,
  OptionsInput,
  OptionView,
} from "#shared/action/schema.ts";
import { PageQuery } from "#shared/core/page.ts";
import { operation } from "./operation.ts";

const params = z.strictObject({ code: ActionCode });

export const action = {
  listActions: operation({
    method: "GET",
    path: "/actions",
    summary: "The catalogue of actions, for those who read plans or write chains",
    /** `plan:read` or `template:manage`. */
    access: "person",
    result: z.object({ items: z.array(ActionView) }),
  }),
  getAction: operation({
    method: "GET",
    path: "/actions/{code}",
    summary: "One action, and the plans whose published version uses it",
    /** `plan:read` or `template:manage`; without the former no plans. */
    access: "person",
    params,
    query: PageQuery,
    result: ActionDetail,
  }),
  listActionOptions: operation({
    method: "POST",
    path: "/actions/{code}/options",
    summary: "What may be chosen for a parameter, given what has been filled in",
    /** `plan:manage`, `order:operate` or `template:manage`. */
    access: "person",
    params,
    body: OptionsInput,
    /** At most 200 of `total`; a search finds the rest. */
    result: z.object({ items: z.array(OptionView), total: z.number().int() }),
  }),
};
