import type { Operation } from "#shared/contract/operation.ts";

/** The time and chance part of ids that nobody has. */
export const ulid = "01ARZ3NDEKTSV4RRFFQ69G5FAV";

/** Ids of the right form that nobody has. */
export function unknownIds({ path }: Operation): Record<string, unknown> {
  const group = path.split("/")[1] ?? "";
  const ids: Record<string, string> = {
    users: `usr_${ulid}`,
    departments: `dep_${ulid}`,
    delegations: `dlg_${ulid}`,
    services: `svc_${ulid}`,
    templates: `tpl_${ulid}`,
    tickets: `tkt_${ulid}`,
    tasks: `tsk_${ulid}_1`,
    orders: `ord_${ulid}_1`,
    plans: `pln_${ulid}`,
  };
  const others = { name: "no-such-role", seq: 1, number: 1, code: "no-such", log: `log_${ulid}` };
  return { id: ids[group], attachmentId: `att_${ulid}`, ...others };
}
