import { describe, expect, it } from "vitest";
import { buildNodes } from "#shared/order/build.ts";
import { withOwnAddresses } from "#shared/order/own-address.ts";
import { PlanDocument } from "#shared/plan/schema.ts";
import { planOf, step } from "#test/support/plans.ts";

const url = process.env["PUBLIC_URL"] ?? "http://127.0.0.1:3000";
const place = { orderId: "ord_1", seq: 2 };

describe("the product's own addresses in a plan", () => {
  it("are filled wherever they stand, and nothing else is", () => {
    const value = {
      url: "{{platform.url}}/a",
      headers: { back: ["{{ callback.url }}"] },
      body: { text: "{{ .Values.name }} {{platform.name}}", count: 3, none: null },
    };
    expect(withOwnAddresses(value, place)).toEqual({
      url: `${url}/a`,
      headers: { back: [`${url}/api/orders/ord_1/nodes/2/callback`] },
      body: { text: "{{ .Values.name }} {{platform.name}}", count: 3, none: null },
    });
  });

  it("are put into what a run is made of, not into what an alert or a person brings", () => {
    const executeContext = { url: "{{platform.url}}/x", body: "{{callback.url}}" };
    const steps = [step("a", { action: "http.request", executeContext })];
    const document = PlanDocument.parse(
      planOf({ steps, shared: { headers: { at: "{{platform.url}}" } } }),
    );
    const [node] = buildNodes({
      orderId: "ord_1",
      document,
      fromTrigger: { a: { body: "{{platform.url}}" } },
      fromStarter: {},
      people: new Map(),
    });
    expect(node?.parameters).toEqual({
      url: `${url}/x`,
      headers: { at: url },
      body: "{{platform.url}}",
    });
  });
});
