import { checkChoices } from "#shared/approval/choice.ts";
import { foresee } from "#shared/approval/preview.ts";
import type { FormValues } from "#shared/core/condition.ts";
import { assertCan, type Ctx } from "#shared/core/ctx.ts";
import { invalid, type Issue } from "#shared/core/error.ts";
import { checkForm } from "#shared/form/values.ts";
import { getUser } from "#shared/org/load.ts";
import type { ChainStep } from "#shared/ticket/schema.ts";
import { documentToTry } from "./given.ts";

type Input = {
  templateId: string;
  source?: string | undefined;
  requesterId: string;
  values: FormValues;
  choices?: Record<string, string[]> | undefined;
};

/** Who would be asked if this person submitted this form on the draft, and what the form would be refused for. */
export async function simulateTemplate(
  ctx: Ctx,
  { templateId, source, requesterId, values: given, choices = {} }: Input,
): Promise<{ issues: Issue[]; steps: ChainStep[] }> {
  assertCan(ctx, "template:manage");
  const document = await documentToTry(templateId, source);
  const user = await getUser(requesterId);
  if (user === undefined) {
    throw invalid([
      { path: "requesterId", code: "not_found", message: "There is no such person." },
    ]);
  }
  const { values, issues } = checkForm(document.form, given, { final: true });
  const requester = { id: user.userId, name: user.name };
  const subject = { requester, departmentId: user.departmentIds[0] ?? null, values, choices };
  const unfit = await checkChoices(document.chain, subject);
  const { steps } = await foresee(document.chain, subject);
  return { issues: [...issues, ...unfit], steps };
}
