import type { FormValues } from "#shared/core/condition.ts";
import { AppError, invalid, type Issue } from "#shared/core/error.ts";
import { getServices } from "#shared/org/load.ts";
import { platformUrl } from "#shared/order/own-address.ts";
import type { External, ExternalOption, Form, FormField } from "./schema.ts";
import { offerOf, type Offer } from "./source.ts";
import { fillSource, slotsOf, unfilledSlots } from "./source-url.ts";

type Confirmed = { name: string; value: unknown; issues: Issue[] };

const notOffered = { code: "not_offered", message: "The source does not offer this." };
const unconfirmed = {
  code: "not_confirmed",
  message: "The source gives no answer, and its last one does not hold this.",
};

function chosenIn(value: unknown): ExternalOption[] {
  return (Array.isArray(value) ? value : [value]) as ExternalOption[];
}

function holdsAll({ options }: Offer, chosen: ExternalOption[]): boolean {
  const offered = new Set(options.map(({ value }) => value));
  return chosen.every(({ value }) => offered.has(value));
}

/** What was fetched a moment ago may lack what is new since: then the source is asked itself. */
async function offerFor(field: External, url: string, chosen: ExternalOption[], now: string) {
  try {
    const offer = await offerOf(field, url, { now });
    if (offer.source !== "cache" || holdsAll(offer, chosen)) return offer;
    return await offerOf(field, url, { now, isAnew: true });
  } catch (error) {
    if (error instanceof AppError && error.code === "UPSTREAM_FAILED") return undefined;
    throw error;
  }
}

async function confirmChoice(field: External, values: FormValues, now: string): Promise<Confirmed> {
  const { name } = field;
  const value = values[name];
  const chosen = chosenIn(value);
  const isOpen = unfilledSlots(field, values).length > 0;
  const url = isOpen ? undefined : fillSource(field.url, values, platformUrl());
  const offer =
    url === undefined
      ? ({ options: [], source: "live", at: now } as const)
      : await offerFor(field, url, chosen, now);
  const labels = new Map(offer?.options.map((option) => [option.value, option.label]));
  const issues = chosen.flatMap((option, index): Issue[] => {
    if (labels.has(option.value)) return [];
    const path = Array.isArray(value) ? `form.${name}.${index}` : `form.${name}`;
    return [{ path, ...(offer?.source === "live" ? notOffered : unconfirmed) }];
  });
  const named = chosen.map((option) => ({
    value: option.value,
    label: labels.get(option.value) ?? option.label,
  }));
  return { name, value: Array.isArray(value) ? named : named[0], issues };
}

/** What a field's value stands on: itself, and what an address is filled with. */
function isNew(field: FormField, values: FormValues, before: FormValues): boolean {
  if (values[field.name] === undefined) return false;
  const names = field.type === "external" ? [field.name, ...slotsOf(field.url)] : [field.name];
  return names.some((name) => JSON.stringify(values[name]) !== JSON.stringify(before[name]));
}

async function serviceIssues(fields: FormField[], values: FormValues): Promise<Issue[]> {
  if (fields.length === 0) return [];
  const services = await getServices(fields.map(({ name }) => String(values[name])));
  const active = new Set(services.flatMap((one) => (one.state === "active" ? one.serviceId : [])));
  return fields
    .filter(({ name }) => !active.has(String(values[name])))
    .map(({ name }) => ({
      path: `form.${name}`,
      code: "not_found",
      message: "There is no such service any more.",
    }));
}

/**
 * What only the server can say about a checked form that is handed in: services are there, and outside sources
 * offer what was chosen. Gives the values with the labels of the sources. What stands as it was `before`, when
 * somebody confirmed it, is not asked about again. Throws INVALID_INPUT.
 */
export async function confirmValues(
  form: Form,
  values: FormValues,
  now: string,
  before: FormValues = {},
): Promise<FormValues> {
  const fields = form.fields.filter((field) => isNew(field, values, before));
  const external = fields.filter((field) => field.type === "external");
  const services = fields.filter(({ type }) => type === "service");
  const [choices, gone] = await Promise.all([
    Promise.all(external.map((field) => confirmChoice(field, values, now))),
    serviceIssues(services, values),
  ]);
  const issues = [...gone, ...choices.flatMap((choice) => choice.issues)];
  if (issues.length > 0) throw invalid(issues);
  return { ...values, ...Object.fromEntries(choices.map(({ name, value }) => [name, value])) };
}
