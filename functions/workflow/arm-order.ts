import { getOrderRecord } from "#shared/order/store.ts";
import { arm } from "./arm.ts";

type Input = { orderId: string; version: number; token: string };

/** State `Bell` of the run machine. */
export async function handler({ orderId, version, token }: Input): Promise<void> {
  await arm(
    { targetId: orderId, version, token },
    async () => (await getOrderRecord(orderId))?.version ?? 0,
  );
}
