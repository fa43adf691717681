import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { DynamoDBRecord } from "aws-lambda";

/** The row a record leaves behind, if it is one of this entity; anything else is not for the asker. */
export function imageOf(
  record: DynamoDBRecord,
  entity: string,
): Record<string, unknown> | undefined {
  const image = record.dynamodb?.NewImage;
  if (image?.["__edb_e__"]?.S !== entity) return undefined;
  // The Lambda types spell the same wire format differently.
  return unmarshall(image as Record<string, AttributeValue>);
}
