import { api, type Result } from "#lib/api/client.ts";
import type { ApiError } from "#lib/api/error.ts";
import { issueText } from "#lib/api/error-text.ts";
import { hasMessage, t } from "#lib/i18n/i18n.svelte.ts";

type Secret = Result<"listSecrets">["items"][number];
/** Adding one, giving one a new value, describing one. */
export type Deed = "add" | "value" | "change";

const shortest = 8;
const mostBytes = 4096;

function faultText(code: string): string {
  const key = `secrets.fault.${code}`;
  return hasMessage(key) ? t(key) : issueText(code);
}

/** What is typed about a secret. Its value is nowhere but here, and is gone with it. */
export class SecretDraft {
  readonly deed: Deed;
  readonly secret: Secret | null;
  name = $state("");
  description = $state("");
  value = $state("");
  isShown = $state(false);
  faults = $state.raw<{ id: string; text: string }[]>([]);

  /** White space at an end was most likely copied by accident. */
  readonly hasLooseEnds = $derived(this.value !== this.value.trim());

  constructor(deed: Deed, secret: Secret | null) {
    this.deed = deed;
    this.secret = secret;
    this.name = secret?.name ?? "";
    this.description = secret?.description ?? "";
  }

  trim(): void {
    this.value = this.value.trim();
  }

  faultAt(id: string): string | null {
    return this.faults.find((fault) => fault.id === id)?.text ?? null;
  }

  #valueCodes(): string[] {
    if (this.deed === "change") return [];
    if (this.value.trim().length < shortest) return ["too_small"];
    return new TextEncoder().encode(this.value).byteLength > mostBytes ? ["too_big"] : [];
  }

  check(): boolean {
    const isName = /^[a-z0-9][a-z0-9-]{0,59}$/.test(this.name);
    this.faults = [
      ...(isName ? [] : [{ id: "secret-name", text: faultText("name") }]),
      ...this.#valueCodes().map((code) => ({ id: "secret-value", text: faultText(code) })),
    ];
    return this.faults.length === 0;
  }

  /** False when it is no fault of a field. */
  refuse(error: ApiError): boolean {
    if (error.code === "ALREADY_EXISTS") {
      this.faults = [{ id: "secret-name", text: faultText("taken") }];
      return true;
    }
    this.faults = error.issues.map(({ path, code }) => ({
      id: `secret-${path}`,
      text: faultText(path === "name" ? "name" : code),
    }));
    return this.faults.length > 0;
  }

  send(): Promise<Secret> {
    const { name, description, value } = this;
    const params = { name };
    if (this.deed === "add") return api.createSecret({ body: { name, description, value } });
    if (this.deed === "value") return api.setSecretValue({ params, body: { value } });
    return api.updateSecret({ params, body: { description } });
  }
}
