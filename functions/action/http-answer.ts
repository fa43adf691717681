import type { Outcome } from "#shared/action/driver.ts";
import type { Answer } from "#shared/outbound/request.ts";

/** What an answer to `http.request` means. */

const keptResultChars = 2000;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** A field of an answer that is a JSON object. */
export function readField(text: string, name: string): string | undefined {
  return fieldOf(parsed(text), name);
}

export function fieldOf(value: unknown, name: string): string | undefined {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
  const found = (value as Record<string, unknown>)[name];
  return found === undefined || found === null ? undefined : String(found);
}

/** The objects in a field of the answer; none where it is no list. */
export function itemsIn(text: string, name: string): Record<string, unknown>[] {
  const whole = parsed(text);
  const list = name === "" ? whole : (whole as Record<string, unknown> | undefined)?.[name];
  return Array.isArray(list) ? (list as Record<string, unknown>[]) : [];
}

export function success({ status, text }: Answer): Outcome {
  const shown = text.slice(0, keptResultChars);
  const body = text.length <= keptResultChars ? (parsed(text) ?? shown) : shown;
  return { kind: "succeeded", text: shown, output: { status, body } };
}

export function describe({ status, text }: Answer): string {
  return `HTTP ${status}${text === "" ? "" : `: ${text.slice(0, keptResultChars)}`}`;
}

/** Proxies answer these when they lost what the other side said: the effect may be there. */
const lost = new Set([408, 502, 504]);

/** Anything but success, of a call that causes an effect. */
export function failure(answer: Answer): Outcome {
  const message = describe(answer);
  if (lost.has(answer.status)) return { kind: "no_answer", message };
  return { kind: "failed", code: `HTTP_${answer.status}`, message };
}

/** The other side broke: what it did before is its secret. */
export function isBroken({ status }: Answer): boolean {
  return status >= 500 || lost.has(status);
}

/** To a look: nobody was let in, or nobody was there. That says nothing about what goes on behind. */
export function isSilent(answer: Answer): boolean {
  return isBroken(answer) || answer.status === 401 || answer.status === 403;
}

export function reported({ text }: Answer): Outcome {
  return { kind: "failed", code: "REPORTED", message: text.slice(0, keptResultChars) };
}
