import { api, type Result } from "#lib/api/client.ts";
import { asApiError } from "#lib/api/error.ts";
import { errorText } from "#lib/api/error-text.ts";
import { t } from "#lib/i18n/i18n.svelte.ts";
import { session } from "#lib/state/session.svelte.ts";
import type { User } from "#shared/org/schema.ts";
import type { PersonRef } from "#shared/ticket/state.ts";

export type Handed = Result<"handOverTasks">["items"][number];
export type Heir = "above" | "person" | "nobody";
export const mostListed = 100;

/** Somebody leaves: what waits for her, to whom it goes, and what became of each. */
export class Leaving {
  readonly user: User;
  heir = $state<Heir>("above");
  people = $state.raw<PersonRef[]>([]);
  reason = $state("");
  #isTried = $state(false);
  #isBusy = $state(false);
  #hasLeft = $state(false);
  #failure = $state.raw<string | null>(null);
  #results = $state.raw<Handed[] | null>(null);

  constructor(user: User) {
    this.user = user;
    this.#hasLeft = user.state === "deactivated";
    this.heir = this.mayGive ? "above" : "nobody";
    this.reason = t("leaver.reasonDraft", { name: user.name });
  }

  get mayGive(): boolean {
    return session.can("ticket:administer");
  }
  get isBusy(): boolean {
    return this.#isBusy;
  }
  get hasLeft(): boolean {
    return this.#hasLeft;
  }
  get failure(): string | null {
    return this.#failure;
  }
  /** What became of each task, so far; null before the first try. */
  get results(): Handed[] | null {
    return this.#results;
  }
  get whomFault(): string | null {
    const isMissing = this.heir === "person" && this.people.length === 0;
    return this.#isTried && isMissing ? t("leaver.whomMissing") : null;
  }
  get reasonFault(): string | null {
    const isMissing = this.heir !== "nobody" && this.reason.trim() === "";
    return this.#isTried && isMissing ? t("leaver.reasonMissing") : null;
  }

  /** Back to the question to whom what is left goes. */
  again(): void {
    this.#results = null;
    this.#isTried = false;
  }

  /** She leaves first, so that nothing new is given to her meanwhile. True when all is done. */
  async run(waits: boolean): Promise<boolean> {
    this.#isTried = waits;
    if (this.#isBusy || this.whomFault !== null || this.reasonFault !== null) return false;
    this.#isBusy = true;
    this.#failure = null;
    try {
      if (!this.#hasLeft) await this.#leave();
      if (waits && this.heir !== "nobody") await this.#give();
      return true;
    } catch (thrown) {
      const error = asApiError(thrown);
      this.#failure =
        error.code === "IN_USE" ? t("admin.people.fault.lastAdmin") : errorText(error);
      return false;
    } finally {
      this.#isBusy = false;
    }
  }

  async #leave(): Promise<void> {
    await api.updateUser({ params: { id: this.user.id }, body: { state: "deactivated" } });
    this.#hasLeft = true;
  }

  async #give(): Promise<void> {
    const to = this.heir === "person" ? (this.people[0]?.id ?? null) : null;
    const params = { id: this.user.id };
    this.#results = [];
    for (let cursor: string | undefined, isLast = false; !isLast;) {
      const body = { to, reason: this.reason.trim(), cursor };
      const page = await api.handOverTasks({ params, body });
      this.#results = [...this.#results, ...page.items];
      cursor = page.nextCursor ?? undefined;
      isLast = cursor === undefined;
    }
  }
}
