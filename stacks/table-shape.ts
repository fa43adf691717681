/**
 * The one table as SST wants it said. Plain data without SST's globals, so that a test can hold it against the definition derived
 * from the entities (shared/table/definition.ts).
 */
export const tableShape = {
  fields: {
    pk: "string",
    sk: "string",
    gsi1pk: "string",
    gsi1sk: "string",
    gsi2pk: "string",
    gsi2sk: "string",
    gsi3pk: "string",
    gsi3sk: "string",
  },
  primaryIndex: { hashKey: "pk", rangeKey: "sk" },
  globalIndexes: {
    gsi1: { hashKey: "gsi1pk", rangeKey: "gsi1sk", projection: "all" },
    gsi2: { hashKey: "gsi2pk", rangeKey: "gsi2sk", projection: "all" },
    gsi3: { hashKey: "gsi3pk", rangeKey: "gsi3sk", projection: "all" },
  },
  stream: "new-and-old-images",
  ttl: "expiresAt",
} as const;
