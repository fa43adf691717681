import { assertCan, personOf, type Ctx } from "#shared/core/ctx.ts";
import { invalid } from "#shared/core/error.ts";
import type { FormValues } from "#shared/core/condition.ts";
import { checkForm } from "#shared/form/values.ts";
import { getUser } from "#shared/org/load.ts";
import { getPublished, getTemplateVersion } from "#shared/template/load.ts";
import type { ChainStep } from "#shared/ticket/schema.ts";
import type { Chain } from "./chain.ts";
import type { Asked } from "./engine/situation.ts";
import type { Subject } from "./find.ts";
import { peopleAt } from "./resolve.ts";
import { stepsFor } from "./route.ts";
import { stepsAhead } from "./steps.ts";

/** Who would be asked if this person submitted this form now. */
export async function foresee(
  chain: Chain,
  subject: Subject,
): Promise<{ steps: ChainStep[]; people: ReadonlyMap<string, Asked> }> {
  const asking = stepsFor(chain, subject.values).flatMap(({ node }) =>
    node.kind === "automate" || node.kind === "wait" ? [] : [node],
  );
  const answers = await Promise.all(
    asking.map(async (node): Promise<[string, Asked]> => [
      `node:${node.id}`,
      await peopleAt(node, subject),
    ]),
  );
  const people = new Map(answers);
  return { steps: stepsAhead(chain, subject.values, people), people };
}

type Input = {
  templateId: string;
  values: FormValues;
  choices?: Record<string, string[]> | undefined;
  version?: number | undefined;
};

/** The row of people a requester sees before she submits. The form may be incomplete, not wrong. */
export async function previewChain(ctx: Ctx, input: Input): Promise<{ steps: ChainStep[] }> {
  assertCan(ctx, "ticket:create");
  const { userId, name } = personOf(ctx);
  const { templateId, version, choices = {} } = input;
  const { document } = await (version === undefined
    ? getPublished(templateId)
    : getTemplateVersion(templateId, version));
  const { values, issues } = checkForm(document.form, input.values, { final: false });
  if (issues.length > 0) throw invalid(issues);
  const user = await getUser(userId);
  const departmentId = user?.departmentIds[0] ?? null;
  const subject = { requester: { id: userId, name }, departmentId, values, choices };
  const { steps } = await foresee(document.chain, subject);
  return { steps };
}
