import type { AttributeValue } from "@aws-sdk/client-dynamodb";

export type Item = Record<string, AttributeValue>;

function utf8(text: string): number {
  return Buffer.byteLength(text, "utf8");
}

/** Bytes of a value as DynamoDB bills it (developer guide, “item sizes and formats”). */
function valueBytes(value: AttributeValue): number {
  if (value.S !== undefined) return utf8(value.S);
  if (value.N !== undefined) return Math.ceil(value.N.replace(/^-|\.|^0+/g, "").length / 2) + 1;
  if (value.B !== undefined) return value.B.length;
  if (value.L !== undefined) return value.L.reduce((sum, one) => sum + valueBytes(one) + 1, 3);
  if (value.M !== undefined) return mapBytes(value.M) + Object.keys(value.M).length + 3;
  if (value.SS !== undefined) return value.SS.reduce((sum, one) => sum + utf8(one), 0);
  return 1;
}

function mapBytes(map: Item): number {
  return Object.entries(map).reduce(
    (sum, [name, value]) => sum + utf8(name) + valueBytes(value),
    0,
  );
}

export function itemBytes(item: Item | undefined): number {
  return item === undefined ? 0 : mapBytes(item);
}

const writeUnitBytes = 1024;

/** Write units of one item, at least one. The larger of the item before and after counts. */
export function writeUnits(before: Item | undefined, after: Item | undefined): number {
  return Math.max(1, Math.ceil(Math.max(itemBytes(before), itemBytes(after)) / writeUnitBytes));
}

function keyIn(item: Item | undefined, index: string): string | undefined {
  const [pk, sk] = [item?.[`${index}pk`]?.S, item?.[`${index}sk`]?.S];
  return pk === undefined || sk === undefined ? undefined : `${pk}\n${sk}`;
}

/**
 * Write units of one index that holds whole items: one write when the item enters, leaves or changes in place,
 * two when its key moves, none when nothing changed.
 */
export function indexWriteUnits(
  index: string,
  before: Item | undefined,
  after: Item | undefined,
): number {
  const [was, is] = [keyIn(before, index), keyIn(after, index)];
  if (was === undefined && is === undefined) return 0;
  if (was === is)
    return JSON.stringify(before) === JSON.stringify(after) ? 0 : writeUnits(before, after);
  return (
    (was === undefined ? 0 : writeUnits(before, undefined)) +
    (is === undefined ? 0 : writeUnits(undefined, after))
  );
}
