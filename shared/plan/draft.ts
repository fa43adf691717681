import { getUsersByEmail } from "#shared/org/load.ts";
import { refusal } from "./finding.ts";
import { parsePlan } from "./parse.ts";
import type { PlanRecord } from "./record.ts";
import type { PlanDocument } from "./schema.ts";

/** Faults that even a draft must not have: what is stored is stored. */
const neverStored = new Set(["secret_in_plain"]);

/**
 * The document of a draft: it fits the schema, though it need not be fit for publishing. Throws PLAN_INVALID, also
 * for a secret that is written out.
 */
export function readDraft(source: string): PlanDocument {
  const { document, findings } = parsePlan(source);
  if (document === null) throw refusal(findings);
  const refused = findings.filter(({ code }) => neverStored.has(code));
  if (refused.length > 0) throw refusal(refused);
  return document;
}

type Head = Pick<
  PlanRecord,
  | "title"
  | "name"
  | "description"
  | "scene"
  | "service"
  | "owners"
  | "symptoms"
  | "expectedSeconds"
  | "search"
>;

const longestSearch = 4000;

/** What lists show of a plan and find it by. Owners are found by their names of now, too: two BatchGets. */
export async function headOf(document: PlanDocument): Promise<Head> {
  const { name, description, scene, service = null, owners, symptoms } = document;
  const users = await getUsersByEmail(owners);
  const people = owners.flatMap((email) => [email, users.get(email)?.name ?? ""]);
  const words = [name.en, name["zh-CN"], ...symptoms, service ?? "", ...people];
  return {
    ...{ name, description, scene, service, owners, symptoms },
    title: name.en,
    expectedSeconds: document.expectedSeconds ?? null,
    search: words.join("\n").toLowerCase().slice(0, longestSearch),
  };
}
