import fc from "fast-check";
import * as z from "zod";

/** The shape of parameters, as data that can be narrowed in one place and made into a schema. */
export type Spec =
  | { kind: "text"; min: number; max: number; pattern: boolean }
  | { kind: "number"; min: number; max: number; isInteger: boolean }
  | { kind: "choice"; choices: string[] }
  | { kind: "list"; min: number; max: number; item: Spec }
  | { kind: "map"; item: Spec }
  | { kind: "group"; fields: Record<string, Field> };
export type Field = { spec: Spec; isRequired: boolean };
export type Fields = Record<string, Field>;

const keys = ["a", "b", "c"] as const;
const choices = ["red", "green", "blue"];
const bounds = fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 5, max: 9 }));

const { fields } = fc.letrec<{ spec: Spec; fields: Fields }>((tie) => ({
  spec: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.record({
      kind: fc.constant("text" as const),
      ...{ min: fc.nat(3), max: fc.integer({ min: 4, max: 9 }), pattern: fc.boolean() },
    }),
    bounds.chain(([min, max]) =>
      fc.record({
        kind: fc.constant("number" as const),
        min: fc.constant(min),
        max: fc.constant(max),
        isInteger: fc.boolean(),
      }),
    ),
    fc.subarray(choices, { minLength: 1 }).map((some): Spec => ({ kind: "choice", choices: some })),
    fc
      .tuple(bounds, tie("spec"))
      .map(([[min, max], item]): Spec => ({ kind: "list", min, max, item })),
    tie("spec").map((item): Spec => ({ kind: "map", item })),
    tie("fields").map((inner): Spec => ({ kind: "group", fields: inner })),
  ),
  fields: fc.dictionary(
    fc.constantFrom(...keys),
    fc.record({ spec: tie("spec"), isRequired: fc.boolean() }),
    { maxKeys: 3 },
  ),
}));

export const anyFields: fc.Arbitrary<Fields> = fields;

function schemaOf(one: Spec): z.ZodType {
  if (one.kind === "text") {
    const text = z.string().min(one.min).max(one.max);
    return one.pattern ? text.regex(/^x*$/) : text;
  }
  if (one.kind === "number") {
    const number = z.number().min(one.min).max(one.max);
    return one.isInteger ? number.int() : number;
  }
  if (one.kind === "choice") return z.enum(one.choices as [string, ...string[]]);
  if (one.kind === "list") return z.array(schemaOf(one.item)).min(one.min).max(one.max);
  if (one.kind === "map") return z.record(z.string(), schemaOf(one.item));
  return parametersOf(one.fields);
}

export function parametersOf(given: Fields): z.ZodObject {
  const shape = Object.entries(given).map(([key, { spec: inner, isRequired }]) => {
    const schema = schemaOf(inner);
    return [key, isRequired ? schema : schema.optional()] as const;
  });
  return z.strictObject(Object.fromEntries(shape));
}

/** Every way to narrow a shape in one place; each can be taken back by widening that place. */
export function narrower(one: Spec): Spec[] {
  const inner = (item: Spec, put: (item: Spec) => Spec) => narrower(item).map(put);
  switch (one.kind) {
    case "text":
      return [
        { ...one, min: one.min + 1 },
        { ...one, max: one.max - 1 },
        ...(one.pattern ? [] : [{ ...one, pattern: true }]),
      ];
    case "number":
      return [
        { ...one, min: one.min + 1 },
        { ...one, max: one.max - 1 },
        ...(one.isInteger ? [] : [{ ...one, isInteger: true }]),
      ];
    case "choice":
      return one.choices.length > 1 ? [{ ...one, choices: one.choices.slice(1) }] : [];
    case "list":
      return [
        { ...one, min: one.min + 1 },
        { ...one, max: one.max - 1 },
        ...inner(one.item, (item) => ({ ...one, item })),
      ];
    case "map":
      return inner(one.item, (item) => ({ ...one, item }));
    case "group":
      return narrowerFields(one.fields).map((some) => ({ ...one, fields: some }));
  }
}

export function narrowerFields(given: Fields): Fields[] {
  return Object.entries(given).flatMap(([key, field]) => [
    ...narrower(field.spec).map((spec) => ({ ...given, [key]: { ...field, spec } })),
    ...(field.isRequired ? [] : [{ ...given, [key]: { ...field, isRequired: true } }]),
  ]);
}

/** Ways to break a shape that nothing takes back: a field gone, of another type, new and required. */
export function brokenFields(given: Fields): Fields[] {
  const other = (kind: Spec["kind"]): Spec =>
    kind === "choice"
      ? { kind: "map", item: { kind: "choice", choices } }
      : { kind: "choice", choices };
  const here = Object.entries(given).flatMap(([key, field]) => {
    const { [key]: _, ...rest } = given;
    return [rest, { ...given, [key]: { ...field, spec: other(field.spec.kind) } }];
  });
  const below = Object.entries(given).flatMap(([key, field]) =>
    field.spec.kind === "group"
      ? brokenFields(field.spec.fields).map((some) => ({
          ...given,
          [key]: { ...field, spec: { kind: "group" as const, fields: some } },
        }))
      : [],
  );
  const added: Fields = { ...given, z: { spec: { kind: "choice", choices }, isRequired: true } };
  return [...here, ...below, added];
}

/** A value that a shape takes. */
export function valueOf(one: Spec): fc.Arbitrary<unknown> {
  switch (one.kind) {
    case "text":
      return fc.integer({ min: one.min, max: one.max }).map((length) => "x".repeat(length));
    case "number":
      return one.isInteger
        ? fc.integer({ min: one.min, max: one.max })
        : fc.double({ min: one.min, max: one.max, noNaN: true });
    case "choice":
      return fc.constantFrom(...one.choices);
    case "list":
      return fc.array(valueOf(one.item), { minLength: one.min, maxLength: one.max });
    case "map":
      return fc.dictionary(fc.constantFrom("k", "l"), valueOf(one.item));
    case "group":
      return valuesOf(one.fields);
  }
}

export function valuesOf(given: Fields): fc.Arbitrary<object> {
  const entries = Object.entries(given);
  return fc.record(
    Object.fromEntries(entries.map(([key, { spec: inner }]) => [key, valueOf(inner)])),
    {
      requiredKeys: entries.flatMap(([key, { isRequired }]) => (isRequired ? [key] : [])),
    },
  );
}
