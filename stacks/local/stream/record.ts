import type { AttributeValue, _Record } from "@aws-sdk/client-dynamodb-streams";
import type { DynamoDBRecord } from "aws-lambda";

/** The record as Lambda gets it: binary as base64, time in epoch seconds, plain JSON throughout. */
export function toLambdaRecord(record: _Record, streamArn: string): DynamoDBRecord {
  const { dynamodb, eventID, eventName } = record;
  const time = dynamodb?.ApproximateCreationDateTime;
  return {
    eventID,
    eventName,
    eventVersion: record.eventVersion ?? "1.1",
    eventSource: "aws:dynamodb",
    awsRegion: "us-east-1",
    eventSourceARN: streamArn,
    dynamodb: {
      ...(time ? { ApproximateCreationDateTime: Math.floor(time.getTime() / 1000) } : {}),
      ...imageOf("Keys", dynamodb?.Keys),
      ...imageOf("NewImage", dynamodb?.NewImage),
      ...imageOf("OldImage", dynamodb?.OldImage),
      SequenceNumber: sequenceOf(record),
      SizeBytes: dynamodb?.SizeBytes,
      StreamViewType: dynamodb?.StreamViewType as "NEW_AND_OLD_IMAGES" | undefined,
    },
  };
}

/** Position of a record in its shard. Throws on a record without one, which the service never sends. */
export function sequenceOf(record: _Record): string {
  const sequence = record.dynamodb?.SequenceNumber;
  if (!sequence) throw new Error("A stream record has no SequenceNumber.");
  return sequence;
}

type LambdaImage = NonNullable<NonNullable<DynamoDBRecord["dynamodb"]>["NewImage"]>;

function imageOf<Name extends string>(name: Name, image?: Record<string, AttributeValue>) {
  return image ? ({ [name]: toLambdaMap(image) } as Record<Name, LambdaImage>) : {};
}

function toLambdaMap(image: Record<string, AttributeValue>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(image).map(([key, value]) => [key, toLambdaValue(value)]),
  );
}

function toLambdaValue(value: AttributeValue): unknown {
  if (value.B) return { B: base64(value.B) };
  if (value.BS) return { BS: value.BS.map(base64) };
  if (value.L) return { L: value.L.map(toLambdaValue) };
  if (value.M) return { M: toLambdaMap(value.M) };
  // DynamoDB Local's stream forgets the type of an empty map.
  return Object.keys(value).length === 0 ? { M: {} } : { ...value };
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
}
