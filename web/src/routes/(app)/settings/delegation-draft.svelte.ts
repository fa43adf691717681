import type { Request } from "#lib/api/client.ts";
import type { ApiError } from "#lib/api/error.ts";
import { fromLocalInput, toLocalInput } from "#lib/components/form/local-time.ts";
import { hasMessage, t } from "#lib/i18n/i18n.svelte.ts";
import type { PersonRef } from "#shared/ticket/state.ts";

const controlOf: Record<string, string> = {
  delegateId: "delegation-who",
  from: "delegation-from",
  to: "delegation-to",
  templateIds: "delegation-templates",
};
const textOf: Record<string, string> = { own: "own", not_found: "gone", past: "overAlready" };

/** A delegation being made. Lives in the page, so that a closed dialog loses nothing. */
export class DelegationDraft {
  who = $state.raw<PersonRef[]>([]);
  /** As the controls hold them: the viewer's wall clock. */
  from = $state(toLocalInput(new Date().toISOString()));
  to = $state("");
  scope = $state<"all" | "chosen">("all");
  templateIds = $state<string[]>([]);
  faults = $state.raw<{ id: string; text: string }[]>([]);

  faultAt(id: string): string | null {
    return this.faults.find((fault) => fault.id === id)?.text ?? null;
  }

  check(now = new Date()): boolean {
    const from = fromLocalInput(this.from);
    const to = fromLocalInput(this.to);
    const toFault =
      to === ""
        ? t("settings.delegation.missingTo")
        : from !== "" && to <= from
          ? t("settings.delegation.wrongOrder")
          : to <= now.toISOString() && t("settings.delegation.overAlready");
    this.faults = [
      this.who.length === 0 && { id: "delegation-who", text: t("settings.delegation.missingWho") },
      from === "" && { id: "delegation-from", text: t("settings.delegation.missingFrom") },
      toFault && { id: "delegation-to", text: toFault },
      this.scope === "chosen" &&
        this.templateIds.length === 0 && {
          id: "delegation-templates",
          text: t("settings.delegation.missingTemplates"),
        },
    ].filter((fault) => typeof fault === "object");
    return this.faults.length === 0;
  }

  /** Puts a refusal at the fields it is about. False when it is about none of them. */
  refuse(error: ApiError): boolean {
    this.faults = error.issues.flatMap(({ path, code }) => {
      const id = controlOf[path.split(".")[0] ?? ""];
      const key = `settings.delegation.${textOf[code]}`;
      return id && hasMessage(key) ? [{ id, text: t(key) }] : [];
    });
    return this.faults.length > 0;
  }

  get body(): Request<"createDelegation">["body"] {
    return {
      delegateId: this.who[0]?.id ?? "",
      from: fromLocalInput(this.from),
      to: fromLocalInput(this.to),
      templateIds: this.scope === "all" ? null : this.templateIds,
    };
  }
}
