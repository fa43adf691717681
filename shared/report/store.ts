import { fromItem, toItem } from "#shared/table/attribute.ts";
import { put, update, type Write } from "#shared/table/commit.ts";
import { here, shardOf } from "#shared/table/model.ts";
import { cellShardCount, CellEntity, factShardCount, FactEntity } from "./entity.ts";
import type { CellKey, CellRecord, FactRecord } from "./record.ts";
import { counters, emptyTally, type Tally } from "./tally.ts";
import { addDays, monthOf } from "./zone.ts";

function shardsOf(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_none, index) => `${prefix}${index}`);
}

// Facts and cells of a month never share a partition.
export const factShards = shardsOf("fact", factShardCount);
const cellShards = shardsOf("cell", cellShardCount);

function factKey({ day, submittedAt, ticketId }: FactKey) {
  const shard = `fact${shardOf(ticketId, factShardCount)}`;
  return { month: monthOf(day), shard, day, submittedAt, ticketId };
}

function cellShard({ templateId, departmentId }: Omit<CellKey, "day">): string {
  return `cell${shardOf(`${templateId} ${departmentId}`, cellShardCount)}`;
}

function cellKey(key: CellKey) {
  const { day, templateId, departmentId } = key;
  return { month: monthOf(day), shard: cellShard(key), day, templateId, departmentId };
}

export type FactKey = Pick<FactRecord, "day" | "submittedAt" | "ticketId">;

export function factOf(item: object): FactRecord {
  const { month: _, shard: __, ...row } = item as { month?: string; shard?: string };
  return fromItem<FactRecord>(row, ["outcome", "completedAt", "handlingMs", "score"]);
}

/** One strongly consistent Get. */
export async function loadFact(key: FactKey): Promise<FactRecord | undefined> {
  const { data } = await FactEntity.get(factKey(key)).go({ ...here(), consistent: true });
  return data === null ? undefined : factOf(data);
}

/** The new state of a fact; refused when it is no longer the one that was read. */
export function putFact(before: FactRecord | undefined, fact: FactRecord): Write {
  const item = { ...toItem(fact), ...factKey(fact) };
  const params =
    before === undefined
      ? FactEntity.create(item).params(here())
      : FactEntity.put(item)
          .where(({ version }, { eq }) => eq(version, before.version))
          .params(here());
  return put(params);
}

/** A ticket counted for the first time: its cell learns the names and gets its histogram. */
export function openInCell(fact: FactRecord, tally: Tally): Write {
  const { templateName, departmentName } = fact;
  const params = CellEntity.update(cellKey(fact))
    .add(positive(tally))
    .set({ templateName, departmentName })
    .data((cell, { ifNotExists }) => ifNotExists(cell.handling, {}))
    .params(here());
  return update(params);
}

/** Adds to a cell in which the ticket was counted before. */
export function addToCell(fact: FactRecord, tally: Tally): Write {
  const params = CellEntity.update(cellKey(fact))
    .add(positive(tally))
    .data((cell, { add }) => {
      for (const [bucket, count] of Object.entries(tally.handling)) {
        add(cell.handling[bucket], count);
      }
    })
    .params(here());
  return update(params);
}

function positive(tally: Tally): Partial<Omit<Tally, "handling">> {
  const named = counters.filter((name) => tally[name] !== 0).map((name) => [name, tally[name]]);
  return Object.fromEntries(named) as Partial<Omit<Tally, "handling">>;
}

export type CellFilter = {
  from: string;
  to: string;
  templateId?: string | undefined;
  departmentId?: string | undefined;
};

function cellOf(item: { day: string; templateId: string; departmentId: string }): CellRecord {
  const { day, templateId, departmentId, ...rest } = item as CellKey & Partial<CellRecord>;
  const tally = { ...emptyTally(), ...pick(rest) };
  const { templateName = { en: "", "zh-CN": "" }, departmentName = "" } = rest;
  return { day, templateId, departmentId, templateName, departmentName, tally };
}

function pick(row: object): Partial<Tally> {
  const names = new Set<string>([...counters, "handling"]);
  return Object.fromEntries(Object.entries(row).filter(([name]) => names.has(name)));
}

/** Cells of one month in the range and filter. One Query per shard, or a single one for a single cell series. */
export async function loadCells(
  month: string,
  filter: CellFilter,
  consistent = false,
): Promise<CellRecord[]> {
  const { from, to, templateId, departmentId } = filter;
  const isOneSeries = templateId !== undefined && departmentId !== undefined;
  const shards = isOneSeries ? [cellShard({ templateId, departmentId })] : cellShards;
  const pages = await Promise.all(
    shards.map((shard) =>
      CellEntity.query
        .cell({ month, shard })
        // Keys of the last day are longer than the day: the bound is the day after, which has none as short.
        .between({ day: from }, { day: addDays(to, 1) })
        .go({ ...here(), consistent, pages: "all" }),
    ),
  );
  return pages
    .flatMap(({ data }) => data.map(cellOf))
    .filter((cell) => templateId === undefined || cell.templateId === templateId)
    .filter((cell) => departmentId === undefined || cell.departmentId === departmentId);
}
