import { assertCan, type Ctx } from "#shared/core/ctx.ts";
import { getUserByEmail } from "#shared/org/load.ts";
import { knownRoles } from "#shared/org/references.ts";
import { loadWorkTimes } from "#shared/calendar/load.ts";
import { namedIn, type Named } from "./chain-paths.ts";
import type { Finding } from "#shared/core/yaml-source.ts";
import { parseTemplate, type ParsedTemplate } from "./parse.ts";
import type { TemplateDocument } from "./schema.ts";

async function emailFault(email: string): Promise<string | undefined> {
  const user = await getUserByEmail(email);
  if (user === undefined) return `Nobody has the mail address ${email}.`;
  return user.state === "active" ? undefined : `${email} has left.`;
}

function roleFault(role: string, known: ReadonlySet<string>): string | undefined {
  if (role === "employee") return "Everybody holds this role: it names nobody.";
  return known.has(role) ? undefined : `There is no role “${role}”.`;
}

async function calendarFault(code: string): Promise<string | undefined> {
  const known = await loadWorkTimes([code]);
  return known.has(code) ? undefined : `There is no calendar “${code}”.`;
}

async function faultOf(named: Named, roles: ReadonlySet<string>): Promise<string | undefined> {
  if ("calendar" in named) return calendarFault(named.calendar);
  return "role" in named ? roleFault(named.role, roles) : emailFault(named.email);
}

/** People, roles and calendars that the chain names and the organisation does not have. */
async function missingPeople(document: TemplateDocument): Promise<Finding[]> {
  const named = namedIn(document.chain);
  const roles = await knownRoles(named.flatMap((one) => ("role" in one ? [one.role] : [])));
  const faults = await Promise.all(named.map((one) => faultOf(one, roles)));
  return named.flatMap(({ path }, index) => {
    const message = faults[index];
    return message === undefined ? [] : [{ path, code: "not_found", message, line: null }];
  });
}

/** Everything that stands against publishing this source. */
export async function findingsOf(source: string): Promise<ParsedTemplate> {
  const parsed = parseTemplate(source);
  if (parsed.document === null) return parsed;
  const missing = await missingPeople(parsed.document);
  return { document: parsed.document, findings: [...parsed.findings, ...missing] };
}

/** Validates a YAML document without saving it. */
export async function checkTemplate(
  ctx: Ctx,
  { source }: { source: string },
): Promise<ParsedTemplate> {
  assertCan(ctx, "template:manage");
  return findingsOf(source);
}
