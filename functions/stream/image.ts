import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { DynamoDBRecord } from "aws-lambda";

type Row = Record<string, unknown>;
type Image = NonNullable<DynamoDBRecord["dynamodb"]>["NewImage"];

function rowOf(image: Image, entity: string): Row | undefined {
  if (image?.["__edb_e__"]?.S !== entity) return undefined;
  // The Lambda types spell the same wire format differently.
  return unmarshall(image as Parameters<typeof unmarshall>[0]);
}

/** The row a record leaves behind, if it is one of this entity; anything else is not for the asker. */
export function imageOf({ dynamodb }: DynamoDBRecord, entity: string): Row | undefined {
  return rowOf(dynamodb?.NewImage, entity);
}

/** The row as it was before. */
export function imageBefore({ dynamodb }: DynamoDBRecord, entity: string): Row | undefined {
  return rowOf(dynamodb?.OldImage, entity);
}
