import type { User } from "#shared/org/schema.ts";

/** Whether every word of the search occurs in the person's name or mail address. */
export function matches(user: Pick<User, "name" | "email">, search: string): boolean {
  const text = `${user.name} ${user.email}`.toLocaleLowerCase();
  const words = search.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return words.every((word) => text.includes(word));
}
