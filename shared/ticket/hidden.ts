import type { Chain } from "#shared/approval/chain.ts";
import { accessOf } from "#shared/approval/field-access.ts";
import { delegationFor } from "./access.ts";
import type { TicketView } from "./schema.ts";
import type { Page } from "./store.ts";
import type { Viewer } from "./view.ts";

/** What decides on hidden fields. */
type Seer = Pick<Viewer, "userId" | "delegations" | "readsAll">;

/** Requesters, readers of all tickets and those who got a copy. */
export function seesWholeForm(page: Page, { userId, readsAll }: Seer): boolean {
  const isOwn = page.ticket.requester.id === userId;
  return isOwn || readsAll || page.copies.some((copy) => copy.userId === userId);
}

/** Fields that are hidden from this viewer: those hidden at every stage she was asked at. */
export function hiddenFrom(page: Page, chain: Chain, viewer: Seer): Set<string> {
  const { userId, delegations } = viewer;
  if (seesWholeForm(page, viewer)) return new Set();
  const asked = page.tasks.filter(
    (task) =>
      task.assignee?.id === userId ||
      task.actedBy?.id === userId ||
      delegationFor(task, page.ticket, userId, delegations) !== undefined,
  );
  const [first, ...others] = [...new Set(asked.map(({ nodeId }) => nodeId))].map(
    (nodeId) => new Set(accessOf(chain, nodeId).hidden),
  );
  return new Set([...(first ?? [])].filter((name) => others.every((one) => one.has(name))));
}

function without<Value>(values: Record<string, Value>, hidden: Set<string>): Record<string, Value> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !hidden.has(name)));
}

/** Ids of the files that stand, or stood, in these fields. */
export function filesIn(page: Page, fields: ReadonlySet<string>): Set<string> {
  const forms = page.submissions.flatMap(({ values, original }) => [values, original ?? {}]);
  const values = forms.flatMap((form) => [...fields].flatMap((name) => form[name] ?? []));
  return new Set(values.filter((value) => typeof value === "string"));
}

/** The page without what its viewer may not see: fields, their files and earlier values, what was changed in them. */
export function withoutHidden(
  view: TicketView,
  page: Page,
  chain: Chain,
  viewer: Viewer,
): TicketView {
  const hidden = hiddenFrom(page, chain, viewer);
  if (hidden.size === 0) return view;
  const fields = view.form.fields.filter(({ name }) => !hidden.has(name));
  const files = filesIn(page, hidden);
  const timeline = view.timeline.map((entry) => {
    const { changes } = entry.data;
    if (changes === undefined) return entry;
    return {
      ...entry,
      data: { ...entry.data, changes: changes.filter(({ field }) => !hidden.has(field)) },
    };
  });
  return {
    ...view,
    form: { ...view.form, fields },
    attachments: view.attachments.filter(({ id }) => !files.has(id)),
    values: without(view.values, hidden),
    original: view.original === null ? null : without(view.original, hidden),
    history: view.history.map((one) => ({ ...one, values: without(one.values, hidden) })),
    timeline,
  };
}
