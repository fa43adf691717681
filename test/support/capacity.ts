import {
  BatchGetItemCommand,
  DynamoDBClient,
  type ConsumedCapacity,
  type TransactWriteItem,
  type TransactWriteItemsCommandInput,
} from "@aws-sdk/client-dynamodb";
import { dynamo, tableName } from "#shared/table/client.ts";
import { tableDefinition } from "#shared/table/definition.ts";
import { indexWriteUnits, writeUnits, type Item } from "./item-size.ts";

/** Requests by kind and what they cost on demand. Index writes are counted beside those of the table. */
export type Spent = {
  requests: Record<string, number>;
  readUnits: number;
  writeUnits: number;
  indexWriteUnits: number;
};

const indexes = tableDefinition.GlobalSecondaryIndexes.map(({ IndexName }) => IndexName);
/** A transaction prepares and commits each item. */
const transactionFactor = 2;
const withCapacity = new Set([
  "GetItem",
  "Query",
  "BatchGetItem",
  "PutItem",
  "UpdateItem",
  "DeleteItem",
  "Scan",
]);

function keyOf(item: Item): Item {
  return { pk: item["pk"] ?? { NULL: true }, sk: item["sk"] ?? { NULL: true } };
}

function nameOf(item: Item): string {
  return `${item["pk"]?.S}\n${item["sk"]?.S}`;
}

function targetOf({ Put, Update, Delete, ConditionCheck }: TransactWriteItem): Item {
  return keyOf(Put?.Item ?? Update?.Key ?? Delete?.Key ?? ConditionCheck?.Key ?? {});
}

/**
 * Counts what goes through the product's only DynamoDB client. DynamoDB Local reports single requests right, but
 * a transaction as one item (research/feasibility.md §2): those are computed from the items before and after.
 */
export class CapacityMeter {
  // A client of its own: what it looks up is not counted.
  readonly #side = new DynamoDBClient({});
  #spent = emptySpent();
  #isOn = false;

  /** `withReconciler` counts what it reads every minute, too. */
  constructor({ withReconciler = false } = {}) {
    dynamo.middlewareStack.add(
      (next, context) => async (args) => {
        const kind = String(context["commandName"]).replace(/Command$/, "");
        // The reconciler looks at gsi2 every minute, however few or many tickets there are.
        const isReconciler = (args.input as { IndexName?: string }).IndexName === "gsi2";
        if (!this.#isOn || (isReconciler && !withReconciler)) return next(args);
        this.#spent.requests[kind] = (this.#spent.requests[kind] ?? 0) + 1;
        if (kind === "TransactWriteItems") return this.#transaction(args.input, () => next(args));
        const input = withCapacity.has(kind)
          ? { ...args.input, ReturnConsumedCapacity: "INDEXES" }
          : args.input;
        return this.#single(kind, () => next({ ...args, input }));
      },
      { step: "initialize", name: "capacityMeter" },
    );
  }

  async #single<Output extends { output: object }>(
    kind: string,
    send: () => Promise<Output>,
  ): Promise<Output> {
    try {
      const answer = await send();
      const { ConsumedCapacity: consumed } = answer.output as {
        ConsumedCapacity?: ConsumedCapacity | ConsumedCapacity[];
      };
      for (const one of [consumed ?? []].flat()) this.#add(kind, one);
      return answer;
    } catch (error) {
      // A refused write is billed; the engine reports nothing for it.
      if (error instanceof Error && error.name === "ConditionalCheckFailedException")
        this.#spent.writeUnits += 1;
      throw error;
    }
  }

  #add(
    kind: string,
    { Table, GlobalSecondaryIndexes = {}, CapacityUnits = 0 }: ConsumedCapacity,
  ): void {
    if (["GetItem", "Query", "BatchGetItem", "Scan"].includes(kind)) {
      // An empty answer costs as much as the smallest; the engine says 0.
      this.#spent.readUnits += Math.max(CapacityUnits, 0.5);
      return;
    }
    const inIndexes = Object.values(GlobalSecondaryIndexes).reduce(
      (sum, one) => sum + (one.CapacityUnits ?? 0),
      0,
    );
    this.#spent.writeUnits += Table?.CapacityUnits ?? CapacityUnits - inIndexes;
    this.#spent.indexWriteUnits += inIndexes;
  }

  async #transaction<Output>(input: object, send: () => Promise<Output>): Promise<Output> {
    const { TransactItems = [] } = input as TransactWriteItemsCommandInput;
    const targets = TransactItems.map(targetOf);
    const before = await this.#read(targets);
    const addAll = (after: Map<string, Item>) => {
      for (const target of targets)
        this.#addWrite(before.get(nameOf(target)), after.get(nameOf(target)));
    };
    try {
      const answer = await send();
      addAll(await this.#read(targets));
      return answer;
    } catch (error) {
      // Cancelled: billed like a transaction that leaves everything as it is.
      addAll(before);
      throw error;
    }
  }

  #addWrite(before: Item | undefined, after: Item | undefined): void {
    this.#spent.writeUnits += transactionFactor * writeUnits(before, after);
    for (const index of indexes)
      this.#spent.indexWriteUnits += indexWriteUnits(index, before, after);
  }

  async #read(keys: Item[]): Promise<Map<string, Item>> {
    const RequestItems = { [tableName()]: { Keys: keys, ConsistentRead: true } };
    const { Responses } = await this.#side.send(new BatchGetItemCommand({ RequestItems }));
    return new Map((Responses?.[tableName()] ?? []).map((item) => [nameOf(item), item]));
  }

  start(): void {
    this.#spent = emptySpent();
    this.#isOn = true;
  }

  /** What was spent so far. */
  read(): Spent {
    return structuredClone(this.#spent);
  }

  /** Stops counting; what was spent since `start`. */
  stop(): Spent {
    this.#isOn = false;
    return this.read();
  }

  close(): void {
    dynamo.middlewareStack.remove("capacityMeter");
    this.#side.destroy();
  }
}

function emptySpent(): Spent {
  return { requests: {}, readUnits: 0, writeUnits: 0, indexWriteUnits: 0 };
}
