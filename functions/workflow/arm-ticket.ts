import { loadTicket } from "#shared/ticket/store.ts";
import { arm } from "./arm.ts";

type Input = { ticketId: string; version: number; token: string };

/** State `Wait` of the approval machine. */
export async function handler({ ticketId, version, token }: Input): Promise<void> {
  await arm(
    { targetId: ticketId, version, token },
    async () => (await loadTicket(ticketId))?.version ?? 0,
  );
}
