import { goto } from "$app/navigation";
import type { Permission } from "#shared/core/permission.ts";
import type { Me } from "#shared/org/schema.ts";
import { api } from "#lib/api/client.ts";
import { locale, setLocale, type Locale } from "#lib/i18n/i18n.svelte.ts";

/** Who is signed in. Only pages inside the app use it, after its layout has loaded `me`. */
class Session {
  #me = $state.raw<Me | null>(null);
  // A text, so that what depends on a right runs again when rights change and not at every reload of `me`.
  readonly #rights = $derived(this.#me?.permissions.join(" ") ?? "");

  get me(): Me | null {
    return this.#me;
  }

  can(permission: Permission): boolean {
    return this.#rights.split(" ").includes(permission);
  }

  /** Loads `me` and takes over its language. Throws ApiError. */
  async load(): Promise<Me> {
    const me = await api.getMe();
    await this.#accept(me);
    return me;
  }

  async signIn(email: string, password: string): Promise<void> {
    await this.#accept(await api.signIn({ body: { email, password } }));
  }

  async signOut(): Promise<void> {
    await api.signOut();
    this.#me = null;
    await goto("/login");
  }

  /** Changes the language here at once and for the person's mails and other devices. */
  async useLocale(locale: Locale): Promise<void> {
    await setLocale(locale);
    if (this.#me) this.#me = await api.updateMe({ body: { locale } });
  }

  update(me: Me): void {
    this.#me = me;
  }

  /** The session ended elsewhere or ran out. */
  forget(): void {
    this.#me = null;
  }

  async #accept(me: Me): Promise<void> {
    this.#me = me;
    if (me.locale !== locale()) await setLocale(me.locale);
  }
}

export const session = new Session();
