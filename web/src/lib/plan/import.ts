import { goto } from "$app/navigation";
import { api } from "#lib/api/client.ts";
import { asApiError } from "#lib/api/error.ts";
import { errorText } from "#lib/api/error-text.ts";
import type { CheckedFile } from "#lib/designer/versions/check-file.ts";
import { inMine } from "#lib/i18n/i18n.svelte.ts";
import { editHref } from "./copy.ts";

/**
 * Looks whether a file can be a plan at all; everything else can be mended in the editor. The schema comes only when
 * somebody imports: no list needs it.
 */
export async function checkedPlan(source: string): Promise<CheckedFile> {
  const [{ PlanDocument }, { readYaml }, { issuesOf }, { fromIssue }] = await Promise.all([
    import("#shared/plan/schema.ts"),
    import("#shared/core/yaml-source.ts"),
    import("#shared/core/issue.ts"),
    import("#shared/plan/finding.ts"),
  ]);
  const read = readYaml(source, { sourceBytes: 192 * 1024, valueBytes: 512 * 1024 });
  if ("faults" in read) {
    const findings = read.faults.map((fault) => ({
      line: fault.line,
      path: fault.path,
      text: inMine(fromIssue(fault).message),
    }));
    return { findings, mayTake: false };
  }
  const parsed = PlanDocument.safeParse(read.value);
  const issues = parsed.success ? [] : issuesOf(parsed.error, read.value);
  const findings = issues.map((issue) => ({
    line: read.lineOf(issue.path),
    path: issue.path,
    text: inMine(fromIssue(issue).message),
  }));
  return { findings, mayTake: parsed.success };
}

/** Makes a draft of a file and goes there; an error text where that is refused. */
export async function takePlan(source: string): Promise<string | null> {
  try {
    const made = await api.createPlan({ body: { source } });
    await goto(editHref(made.id));
    return null;
  } catch (thrown) {
    const error = asApiError(thrown);
    const details = error.issues.slice(0, 3).map(({ path, message }) => `${path}: ${message}`);
    return [errorText(error), ...details].join(" ");
  }
}
