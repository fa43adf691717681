import { api } from "#lib/api/client.ts";
import { issueText } from "#lib/api/error-text.ts";
import { hasMessage, locale, t } from "#lib/i18n/i18n.svelte.ts";

/** What there is to say about a file before it is taken. */
export type CheckedFile = {
  findings: { line: number | null; path: string; text: string }[];
  mayTake: boolean;
};

function textOf({ code, message }: { code: string; message: string }): string {
  if (locale() === "en") return message;
  const own = `admin.finding.${code.startsWith("yaml_") ? "yaml" : code}`;
  return hasMessage(own) ? t(own) : issueText(code);
}

/** Checks a template's file; `takesFaults`: it goes where faults can be mended. Throws ApiError. */
export async function checkedTemplate(
  source: string,
  { takesFaults }: { takesFaults: boolean },
): Promise<CheckedFile> {
  const { findings, document } = await api.checkTemplate({ body: { source } });
  return {
    findings: findings.map((one) => ({ line: one.line, path: one.path, text: textOf(one) })),
    mayTake: takesFaults || document !== null,
  };
}
