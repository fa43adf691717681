import * as z from "zod";

/** Every list: at most 100 items and an opaque cursor for the next page. */
export const PageQuery = z.strictObject({
  cursor: z.string().max(2000).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(25),
});

export type Page<Item> = { items: Item[]; nextCursor: string | null };

export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}
