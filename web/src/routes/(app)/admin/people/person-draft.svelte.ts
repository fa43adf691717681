import type { ApiError } from "#lib/api/error.ts";
import type { Request } from "#lib/api/client.ts";
import { locale, t, type Locale } from "#lib/i18n/i18n.svelte.ts";
import type { User } from "#shared/org/schema.ts";

export type Fault = { id: string; text: string };

/** A person being added or changed. Lives in the page, so that a closed dialog loses nothing. */
export class PersonDraft {
  readonly user: User | null;
  name = $state("");
  email = $state("");
  password = $state("");
  locale = $state<Locale>(locale());
  roles = $state<string[]>([]);
  /** The first one is the primary department. */
  departmentIds = $state<string[]>([]);
  mailNotices = $state(true);
  faults = $state.raw<Fault[]>([]);

  constructor(user: User | null) {
    this.user = user;
    if (user === null) return;
    this.name = user.name;
    this.email = user.email;
    this.locale = user.locale;
    this.roles = user.roles.filter((role) => role !== "employee");
    this.departmentIds = user.departmentIds;
    this.mailNotices = user.mailNotices;
  }

  faultAt(id: string): string | null {
    return this.faults.find((fault) => fault.id === id)?.text ?? null;
  }

  /** Looks for what the API would refuse. True when there is nothing. */
  check(): boolean {
    const { name, email, password } = this;
    const needsPassword = this.user === null || password !== "";
    this.faults = [
      name.trim() === "" && { id: "person-name", text: t("admin.people.fault.name") },
      email.trim() === "" && { id: "person-email", text: t("admin.people.fault.email") },
      email.trim() !== "" &&
        !/^\S+@\S+\.\S+$/.test(email.trim()) && {
          id: "person-email",
          text: t("admin.people.fault.emailForm"),
        },
      needsPassword &&
        password.length < 8 && { id: "person-password", text: t("admin.people.fault.password") },
    ].filter((fault) => fault !== false);
    return this.faults.length === 0;
  }

  /** Puts a refusal at the fields it is about. False when it is about none of them. */
  refuse(error: ApiError): boolean {
    const isTaken = error.code === "ALREADY_EXISTS";
    const isLast = error.code === "IN_USE";
    if (isTaken) this.faults = [{ id: "person-email", text: t("admin.people.fault.emailTaken") }];
    if (isLast) this.faults = [{ id: "person-roles", text: t("admin.people.fault.lastAdmin") }];
    const isEmail = error.issues.some((issue) => issue.path === "email");
    if (!isTaken && isEmail) {
      this.faults = [{ id: "person-email", text: t("admin.people.fault.emailForm") }];
    }
    return isTaken || isLast || isEmail;
  }

  get #shared() {
    const { name, roles, departmentIds, mailNotices } = this;
    return { name: name.trim(), locale: this.locale, roles, departmentIds, mailNotices };
  }

  get createBody(): Request<"createUser">["body"] {
    return { ...this.#shared, email: this.email.trim(), password: this.password };
  }

  get updateBody(): Request<"updateUser">["body"] {
    return this.password === "" ? this.#shared : { ...this.#shared, password: this.password };
  }
}
