import type { FormValues } from "#shared/core/condition.ts";
import { getDepartments, getServices, getUsers } from "#shared/org/load.ts";
import type { Form, FormField } from "./schema.ts";
import { totalsOf } from "./totals.ts";

type Named = { id: string; name: string };

/** Names of what the summary refers to; reads nothing when it refers to nothing. */
async function namesOf(fields: FormField[], values: FormValues): Promise<Map<string, string>> {
  const ids = (type: FormField["type"]) =>
    fields.filter((field) => field.type === type).map(({ name }) => String(values[name] ?? ""));
  const [users, departments, services] = await Promise.all([
    getUsers(ids("user").filter(Boolean)),
    getDepartments(ids("department").filter(Boolean)),
    getServices(ids("service").filter(Boolean)),
  ]);
  const named: Named[] = [
    ...users.map(({ userId: id, name }) => ({ id, name })),
    ...departments.map(({ departmentId: id, name }) => ({ id, name })),
    ...services.map(({ serviceId: id, name }) => ({ id, name })),
  ];
  return new Map(named.map(({ id, name }) => [id, name]));
}

function labelsIn(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(labelsIn);
  return typeof value === "object" && value !== null && "label" in value ? value.label : value;
}

function cardValue(field: FormField, value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (field.type === "external") return labelsIn(value);
  if (field.type === "detailTable" && Array.isArray(value)) {
    const totals = totalsOf(field, value);
    if (totals.length === 0) return value.length;
    return totals.map(({ currency, total }) =>
      currency === null ? Number(total) : { amount: Number(total), currency },
    );
  }
  return typeof value === "string" ? (names.get(value) ?? value) : value;
}

/** The values that cards and lists show, as words and amounts: they have no room to look up what an id means. */
export async function cardValues(form: Form, values: FormValues): Promise<FormValues> {
  const fields = form.fields.filter(
    ({ name }) => form.summary.includes(name) && values[name] !== undefined,
  );
  const names = await namesOf(fields, values);
  const pairs = fields.map((field) => [field.name, cardValue(field, values[field.name], names)]);
  return Object.fromEntries(pairs) as FormValues;
}
