import { both } from "#shared/core/text.ts";

export type Given = Record<string, unknown>;

export const wait = { seconds: 30 };

/** A step as an author would write it. */
export function step(id: string, given: Given = {}): Given {
  return { id, name: both(id, id), action: "wait", executeContext: wait, ...given };
}

/** A call that is not made twice: without an answer nobody knows its end. */
export const post = {
  action: "http.request",
  executeContext: { url: "https://payments.test/refunds", method: "POST" },
};

/** An emergency plan with nothing against it. JSON is YAML. */
export function planOf(given: Given = {}): Given {
  return {
    scene: "EMERGENCY",
    name: both("Restart the gateway", "重启网关"),
    owners: ["owner@demo.test"],
    steps: [step("pause")],
    ...given,
  };
}

export function recoveryOf(parts: Given[], given: Given = {}): Given {
  const { steps: _, ...rest } = planOf();
  return { ...rest, scene: "RECOVERY", plans: parts, ...given };
}

export function part(type: string, steps: Given[], given: Given = {}): Given {
  return { type, steps, ...given };
}

export function sourceOf(plan: Given): string {
  return JSON.stringify(plan, null, 1);
}
