/**
 * The one table. Access patterns and their costs: ACCESS-PATTERNS.md. Everything but the name is here, so
 * that the stack on AWS, the embedded one and the entities cannot drift apart (a test compares them).
 */
export const tableDefinition = {
  AttributeDefinitions: [
    { AttributeName: "pk", AttributeType: "S" as const },
    { AttributeName: "sk", AttributeType: "S" as const },
    { AttributeName: "gsi1pk", AttributeType: "S" as const },
    { AttributeName: "gsi1sk", AttributeType: "S" as const },
    { AttributeName: "gsi2pk", AttributeType: "S" as const },
    { AttributeName: "gsi2sk", AttributeType: "S" as const },
    { AttributeName: "gsi3pk", AttributeType: "S" as const },
    { AttributeName: "gsi3sk", AttributeType: "S" as const },
  ],
  KeySchema: [
    { AttributeName: "pk", KeyType: "HASH" as const },
    { AttributeName: "sk", KeyType: "RANGE" as const },
  ],
  GlobalSecondaryIndexes: [
    // gsi1: whose is it (byRequester, byAssignee, byDelegate, byUnread, byBox)
    globalIndex("gsi1"),
    // gsi2: what is due (byWake)
    globalIndex("gsi2"),
    // gsi3: the directory of people, departments, roles and templates
    globalIndex("gsi3"),
  ],
  StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" as const },
  BillingMode: "PAY_PER_REQUEST" as const,
};

function globalIndex(name: string) {
  return {
    IndexName: name,
    KeySchema: [
      { AttributeName: `${name}pk`, KeyType: "HASH" as const },
      { AttributeName: `${name}sk`, KeyType: "RANGE" as const },
    ],
    Projection: { ProjectionType: "ALL" as const },
  };
}

/** Items with this attribute (epoch seconds) disappear after it: sessions, retry keys, attempts. */
export const ttlAttribute = "expiresAt";
