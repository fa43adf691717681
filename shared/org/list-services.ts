import { assertCan, type Ctx } from "#shared/core/ctx.ts";
import type { Page } from "#shared/core/page.ts";
import { decodeCursor, encodeCursor } from "#shared/table/cursor.ts";
import { here } from "#shared/table/model.ts";
import { serviceOf } from "./load.ts";
import type { ServiceRecord } from "./record.ts";
import type { Service } from "./schema.ts";
import { ServiceEntity } from "./service-entity.ts";
import { serviceViews } from "./service-view.ts";

type Query = {
  q: string;
  state?: ServiceRecord["state"] | undefined;
  cursor?: string | undefined;
  limit: number;
};

/** A search looks inside names, which no key can: it reads this many at once, and this often at most. */
const chunk = 200;
const mostChunks = 5;

function matches({ name, code, state }: ServiceRecord, query: Query): boolean {
  if (query.state !== undefined && state !== query.state) return false;
  const text = `${name} ${code ?? ""}`.toLowerCase();
  const words = query.q.trim().toLowerCase().split(/\s+/);
  return words.every((word) => text.includes(word));
}

/** `at` is where a chunk begins, `skip` how many of its records the pages before have seen. */
type Position = { at: string | null; skip: number };
type Search = { found: ServiceRecord[]; next: Position | null };

async function searchFrom({ at, skip }: Position, query: Query, missing: number): Promise<Search> {
  const limit = query.q === "" && query.state === undefined ? missing : chunk;
  const { data, cursor } = await ServiceEntity.query
    .byName({ directory: "service" })
    .go({ ...here(), limit, cursor: at });
  const records = data.map(serviceOf);
  const hits = records.flatMap((one, index) => (index >= skip && matches(one, query) ? index : []));
  const found = hits.slice(0, missing).flatMap((index) => records[index] ?? []);
  const last = hits[missing - 1];
  if (last !== undefined && last + 1 < records.length)
    return { found, next: { at, skip: last + 1 } };
  return { found, next: cursor === null ? null : { at: cursor, skip: 0 } };
}

/** Services by name; with `q` those that have all its words somewhere in name or code. */
export async function listServices(ctx: Ctx, query: Query): Promise<Page<Service>> {
  assertCan(ctx, "org:read");
  const scope = `services:${query.q}:${query.state ?? ""}`;
  let next: Position | null = decodeCursor<Position>(scope, query.cursor) ?? { at: null, skip: 0 };
  const found: ServiceRecord[] = [];
  for (let read = 0; read < mostChunks && next && found.length < query.limit; read += 1) {
    const search: Search = await searchFrom(next, query, query.limit - found.length);
    found.push(...search.found);
    next = search.next;
  }
  const nextCursor = next === null ? null : encodeCursor(scope, next);
  return { items: await serviceViews(found), nextCursor };
}
