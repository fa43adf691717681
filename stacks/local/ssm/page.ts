/** One page of a list; `nextToken` is missing on the last one. */
export type Page<Item> = { items: Item[]; nextToken?: string };

/** A page from where an earlier page's token points. Undefined when the token is none of ours. */
export function pageOf<Item>(
  all: readonly Item[],
  limit: number,
  token?: string,
): Page<Item> | undefined {
  const start = token === undefined ? 0 : startOf(token);
  if (start === undefined) return undefined;
  const end = start + limit;
  const items = all.slice(start, end);
  return end < all.length ? { items, nextToken: tokenFor(end) } : { items };
}

function tokenFor(start: number): string {
  return Buffer.from(`next:${start}`).toString("base64url");
}

function startOf(token: string): number | undefined {
  const found = /^next:(\d+)$/.exec(Buffer.from(token, "base64url").toString());
  return found ? Number(found[1]) : undefined;
}
