import { tableDefinition, ttlAttribute } from "#shared/table/definition.ts";
import { tableShape } from "#stacks/table-shape.ts";
import { expect, test } from "vitest";

interface ShapeKey {
  hashKey: string;
  rangeKey: string;
}

function keySchema(key: ShapeKey) {
  return [
    { AttributeName: key.hashKey, KeyType: "HASH" },
    { AttributeName: key.rangeKey, KeyType: "RANGE" },
  ];
}

/** What SST makes of the shape, in DynamoDB's words. */
function asDefinition(shape: typeof tableShape) {
  return {
    AttributeDefinitions: Object.keys(shape.fields).map((name) => ({
      AttributeName: name,
      AttributeType: "S",
    })),
    KeySchema: keySchema(shape.primaryIndex),
    GlobalSecondaryIndexes: Object.entries(shape.globalIndexes).map(([name, index]) => ({
      IndexName: name,
      KeySchema: keySchema(index),
      Projection: { ProjectionType: index.projection.toUpperCase() },
    })),
    StreamSpecification: {
      StreamEnabled: true,
      StreamViewType: shape.stream.toUpperCase().replaceAll("-", "_"),
    },
    BillingMode: "PAY_PER_REQUEST",
  };
}

test("the table on AWS has the keys, indexes and stream that the entities are written for", () => {
  expect(new Set(Object.values(tableShape.fields))).toEqual(new Set(["string"]));
  expect(asDefinition(tableShape)).toEqual(tableDefinition);
});

test("the table on AWS expires what the entities mark", () => {
  expect(tableShape.ttl).toBe(ttlAttribute);
});
