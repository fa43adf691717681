import type { TicketView } from "#shared/ticket/schema.ts";
import { asApiError, type ApiError } from "#lib/api/error.ts";
import { errorText } from "#lib/api/error-text.ts";
import { hasMessage, t } from "#lib/i18n/i18n.svelte.ts";
import { toasts } from "#lib/state/toasts.svelte.ts";

// Some refusals are about whom was chosen, not about who asks: they have words of their own.
function refusalText(error: ApiError): string {
  const key = `ticket.refused.${error.issues[0]?.code ?? error.code}`;
  return hasMessage(key) ? t(key) : errorText(error);
}

/** Does a deed of a dialog: shows its ticket and says so. Null when it is done, else the text of the failure. */
export async function attempt(
  deed: () => Promise<TicketView>,
  onchange: (ticket: TicketView) => void,
  text: string,
): Promise<string | null> {
  try {
    onchange(await deed());
    toasts.show(text, "done");
    return null;
  } catch (thrown) {
    return refusalText(asApiError(thrown));
  }
}
