import { assertCan, personOf, type Ctx } from "#shared/core/ctx.ts";
import { invalid } from "#shared/core/error.ts";
import type { FormValues } from "#shared/core/condition.ts";
import { checkForm } from "#shared/form/values.ts";
import { getUser } from "#shared/org/load.ts";
import { getPublished, getTemplateVersion } from "#shared/template/load.ts";
import type { ChainStep } from "#shared/ticket/schema.ts";
import type { Chain } from "./chain.ts";
import { peopleAt, type Subject } from "./resolve.ts";
import { stepsFor } from "./route.ts";
import type { Asked } from "./situation.ts";
import { stepsAhead } from "./steps.ts";

/** Who would be asked if this person submitted this form now. */
export async function foresee(
  chain: Chain,
  subject: Subject,
): Promise<{ steps: ChainStep[]; people: ReadonlyMap<string, Asked> }> {
  const asking = stepsFor(chain, subject.values).flatMap((step) =>
    step.kind === "automate" ? [] : [step],
  );
  const answers = await Promise.all(
    asking.map(async (step): Promise<[string, Asked]> => [
      `node:${step.id}`,
      await peopleAt(step, subject),
    ]),
  );
  const people = new Map(answers);
  return { steps: stepsAhead(chain, subject.values, people), people };
}

/** The row of people a requester sees before she submits. The form may be incomplete, not wrong. */
export async function previewChain(
  ctx: Ctx,
  input: { templateId: string; values: FormValues; version?: number | undefined },
): Promise<{ steps: ChainStep[] }> {
  assertCan(ctx, "ticket:create");
  const { userId, name } = personOf(ctx);
  const { templateId, version } = input;
  const { document } = await (version === undefined
    ? getPublished(templateId)
    : getTemplateVersion(templateId, version));
  const { values, issues } = checkForm(document.form, input.values, { final: false });
  if (issues.length > 0) throw invalid(issues);
  const user = await getUser(userId);
  const subject = {
    requester: { id: userId, name },
    departmentId: user?.departmentIds[0] ?? null,
    values,
  };
  const { steps } = await foresee(document.chain, subject);
  return { steps };
}
