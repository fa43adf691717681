/** Where this product is reached. */
export function platformUrl(): string {
  return process.env["PUBLIC_URL"] ?? "http://127.0.0.1:3000";
}

/** Where another system says how a node's work ended. */
export function callbackUrl(orderId: string, seq: number): string {
  return `${platformUrl()}/api/orders/${orderId}/nodes/${seq}/callback`;
}

const slot = /\{\{\s*(platform|callback)\.url\s*\}\}/g;

/**
 * Puts the product's own addresses where a plan names them. Only what stands in a plan is filled so: what an alert or
 * a person brings stays as it came, and any other braces belong to the system that is called.
 */
export function withOwnAddresses(value: unknown, place: { orderId: string; seq: number }): unknown {
  if (typeof value === "string") {
    return value.replace(slot, (_all, name: string) =>
      name === "platform" ? platformUrl() : callbackUrl(place.orderId, place.seq),
    );
  }
  if (Array.isArray(value)) return value.map((item) => withOwnAddresses(item, place));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  return Object.fromEntries(entries.map(([key, item]) => [key, withOwnAddresses(item, place)]));
}
