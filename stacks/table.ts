import { isPermanent } from "./stage.ts";
import { tableShape } from "./table-shape.ts";

/** The system of record. On demand, with 35 days of point-in-time recovery. */
export const table = new sst.aws.Dynamo("Table", {
  ...tableShape,
  deletionProtection: isPermanent,
  transform: {
    table: {
      pointInTimeRecovery: { enabled: true, recoveryPeriodInDays: 35 },
    },
  },
});

const indexArns = Object.keys(tableShape.globalIndexes).map(
  (name) => $interpolate`${table.arn}/index/${name}`,
);

/** Keyed reads and queries; nobody may scan. */
const readTable = {
  actions: ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query"],
  resources: [table.arn, ...indexArns],
};

/** What a TransactWriteItems is made of; IAM has no action for the transaction itself. */
const writeTable = {
  actions: [
    "dynamodb:PutItem",
    "dynamodb:UpdateItem",
    "dynamodb:DeleteItem",
    "dynamodb:ConditionCheckItem",
    "dynamodb:BatchWriteItem",
  ],
  resources: [table.arn],
};

/** For functions that call verbs. */
export const useTable = [readTable, writeTable];
