import { api, type Result } from "#lib/api/client.ts";
import type { Locale } from "./tongue.ts";

type Role = Result<"listRoles">["items"][number];
type Calendar = Result<"listCalendars">["items"][number];

/** What the organisation calls the people, roles and calendars of a chain. What cannot be read keeps its code. */
export class Directory {
  #roles = $state.raw<Role[]>([]);
  #calendars = $state.raw<Calendar[]>([]);
  #people = $state.raw<ReadonlyMap<string, string>>(new Map());
  #asked = new Set<string>();

  /** Roles that name somebody: everybody holds the one of employees. */
  get roles(): Role[] {
    return this.#roles.filter(({ name }) => name !== "employee");
  }
  get calendars(): Calendar[] {
    return this.#calendars;
  }

  async load(): Promise<void> {
    const [roles, calendars] = await Promise.allSettled([api.listRoles({}), api.listCalendars({})]);
    if (roles.status === "fulfilled") this.#roles = roles.value.items;
    if (calendars.status === "fulfilled") this.#calendars = calendars.value.items;
  }

  person(email: string): string {
    return this.#people.get(email) ?? email;
  }
  role(name: string, locale: Locale): string {
    return this.#roles.find((role) => role.name === name)?.label[locale] ?? name;
  }
  calendar(code: string, locale: Locale): string {
    return this.#calendars.find((calendar) => calendar.code === code)?.name[locale] ?? code;
  }

  knows(email: string, name: string): void {
    this.#asked.add(email);
    this.#people = new Map([...this.#people, [email, name]]);
  }

  /** Looks up the names of these mail addresses, each once. */
  ask(emails: readonly string[]): void {
    for (const email of emails.filter((one) => one.includes("@") && !this.#asked.has(one))) {
      this.#asked.add(email);
      void this.#find(email);
    }
  }

  async #find(email: string): Promise<void> {
    try {
      const { items } = await api.searchPeople({ query: { q: email } });
      const found = items.find((person) => person.email === email);
      if (found) this.knows(email, found.name);
    } catch {
      // The address says enough.
    }
  }
}
