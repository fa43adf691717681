import {
  CustomAttributeType,
  type CustomAttributeTypeName,
  type OpaquePrimitiveTypeName,
} from "electrodb";

// ElectroDB picks the attribute kind by a conditional type that a type parameter cannot resolve: hence the casts.

/** A nested value, stored as it is. */
export function json<Type extends object>() {
  return CustomAttributeType<object>("any") as CustomAttributeTypeName<Type>;
}

/** A string that is one of a few. */
export function word<Type extends string>() {
  return CustomAttributeType<string>("string") as OpaquePrimitiveTypeName<Type>;
}

export const text = { type: "string", required: true } as const;
export const optionalText = { type: "string" } as const;
export const count = { type: "number", required: true } as const;

type Stored<Row> = { [Key in keyof Row as null extends Row[Key] ? never : Key]: Row[Key] } & {
  [Key in keyof Row as null extends Row[Key] ? Key : never]?: NonNullable<Row[Key]>;
};

/** Records say null for "nothing"; the table holds no attribute then, which keeps indexes sparse. */
export function toItem<Row extends object>(row: Row): Stored<Row> {
  const kept = Object.entries(row).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(kept) as Stored<Row>;
}

/** The record of a stored item: attributes that are not there become null. */
export function fromItem<Row extends object>(item: object, nullable: readonly (keyof Row)[]): Row {
  const nulls = Object.fromEntries(nullable.map((key) => [key, null]));
  return { ...nulls, ...item } as Row;
}

/** Leaves out what equals its usual value: bytes are units. Reading puts it back: `{ ...usual, ...stored }`. */
export function withoutUsual<Row extends object>(row: Row, usual: Partial<Row>): Row {
  const isUsual = ([key, value]: [string, unknown]) =>
    key in usual && JSON.stringify(value) === JSON.stringify(usual[key as keyof Row]);
  return Object.fromEntries(Object.entries(row).filter((entry) => !isUsual(entry))) as Row;
}
