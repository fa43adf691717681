import { here } from "#shared/table/model.ts";
import { TemplateEntity } from "#shared/template/entity.ts";
import { getTemplateVersion } from "#shared/template/load.ts";

/** Whether anything inside names the calendar under a key `calendar`. */
function namesCalendar(node: unknown, code: string): boolean {
  if (typeof node !== "object" || node === null) return false;
  if ("calendar" in node && node.calendar === code) return true;
  return Object.values(node).some((inner) => namesCalendar(inner, code));
}

/**
 * Whether the newest published version of a template counts in this calendar; that of a disabled one too, because
 * its tickets may still run. One Query, and a Get for each version this process has not read yet.
 */
export async function isCalendarUsed(code: string): Promise<boolean> {
  const query = TemplateEntity.query.byCategory({ directory: "template" });
  const { data } = await query.go({ ...here(), pages: "all" });
  const versions = await Promise.all(
    data
      .filter(({ published }) => published > 0)
      .map(({ templateId, published }) => getTemplateVersion(templateId, published)),
  );
  return versions.some(({ document }) => namesCalendar(document, code));
}
