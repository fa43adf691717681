import { getTemplateVersion } from "#shared/template/load.ts";
import type { TicketRecord } from "#shared/ticket/record.ts";
import type { Chain, FieldAccess } from "./chain.ts";
import { nodeOf } from "./engine/tree.ts";

/** What those asked at a node may do with the form; fields that are not named are read. */
export type StageAccess = { hidden: string[]; edit: string[]; required: string[] };

export function accessOf(chain: Chain, nodeId: string): StageAccess {
  const node = nodeOf(chain, nodeId);
  const isAsk = node?.kind === "approve" || node?.kind === "confirm";
  const fields = Object.entries(isAsk ? node.fields : {});
  const named = (...kinds: FieldAccess[]) =>
    fields.flatMap(([name, access]) => (kinds.includes(access) ? [name] : []));
  return { hidden: named("hidden"), edit: named("edit", "required"), required: named("required") };
}

export async function accessAt(
  { templateId, templateVersion }: TicketRecord,
  nodeId: string,
): Promise<StageAccess> {
  const { document } = await getTemplateVersion(templateId, templateVersion);
  return accessOf(document.chain, nodeId);
}
