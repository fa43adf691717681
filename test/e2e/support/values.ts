/** Complete forms of the demo templates, for tickets that are made through the API. */

/** A server for tests: only the department's leader is asked. A name that begins with `flaky` fails at first. */
export function serverValues(hostname: string): Record<string, unknown> {
  return {
    hostname,
    environment: "test",
    size: "small",
    diskGb: 50,
    software: ["nginx", "postgres"],
    cost: { amount: 320, currency: "CNY" },
    neededOn: "2026-12-01",
    reason: "For the search team.\n搜索团队使用。",
    backup: false,
  };
}

/** From 5,000 on two people of finance must agree; from 1,000 on it needs a receipt. */
export function expenseValues(amount: number): Record<string, unknown> {
  return {
    kind: "training",
    amount: { amount, currency: "CNY" },
    reason: "Conference in Hangzhou\n杭州技术大会",
  };
}

/** More than five days are asked of the leader and, after her, of the level above. */
export function leaveValues(workdays: number, standIn: string): Record<string, unknown> {
  return {
    kind: "annual",
    days: { from: "2026-12-07", to: "2026-12-14" },
    workdays,
    standIn,
    note: "",
  };
}
