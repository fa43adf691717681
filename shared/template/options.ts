import type { FormValues } from "#shared/core/condition.ts";
import { assertCan, type Ctx } from "#shared/core/ctx.ts";
import { invalid, notFound } from "#shared/core/error.ts";
import type { External, ExternalOption, Form } from "#shared/form/schema.ts";
import { matching } from "#shared/form/source-answer.ts";
import { offerOf, type Offer } from "#shared/form/source.ts";
import { fillSource, slotsOf, unfilledSlots } from "#shared/form/source-url.ts";
import { checkForm } from "#shared/form/values.ts";
import { platformUrl } from "#shared/order/own-address.ts";
import { getPublished, getTemplateVersion } from "./load.ts";

type Input = {
  templateId: string;
  field: string;
  values: FormValues;
  search?: string | undefined;
  /** That of the ticket being edited; without it, the one a new ticket would begin on. */
  version?: number | undefined;
};
type Offered = { items: ExternalOption[]; source: Offer["source"]; at: string };

function externalField(form: Form, name: string): External {
  const field = form.fields.find((one) => one.name === name);
  if (field?.type !== "external") throw notFound("field");
  return field;
}

function addressOf(field: External, values: FormValues): string {
  const missing = unfilledSlots(field, values);
  const path = (name: string) => `form.${name}`;
  if (missing.length > 0) {
    const message = "The options depend on this field.";
    throw invalid(missing.map((name) => ({ path: path(name), code: "required", message })));
  }
  const url = fillSource(field.url, values, platformUrl());
  if (url !== undefined) return url;
  const message = "No address can be made of this.";
  throw invalid(
    slotsOf(field.url).map((name) => ({ path: path(name), code: "invalid_value", message })),
  );
}

/**
 * What a person may choose in an external field, given the rest of her form, which may be incomplete. The
 * server asks the source, never the browser. Throws UPSTREAM_FAILED when there is neither an answer nor a kept one.
 */
export async function listOptions(ctx: Ctx, input: Input): Promise<Offered> {
  assertCan(ctx, "ticket:create");
  const { templateId, version } = input;
  const { document } = await (version === undefined
    ? getPublished(templateId)
    : getTemplateVersion(templateId, version));
  const field = externalField(document.form, input.field);
  // Faults of fields that the source does not depend on are told elsewhere.
  const { values } = checkForm(document.form, input.values, { final: false });
  const url = addressOf(field, values);
  const { options, source, at } = await offerOf(field, url, { now: ctx.now });
  return { items: matching(options, input.search ?? ""), source, at };
}
