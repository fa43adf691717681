import { describe, expect, it } from "vitest";
import { catalogue, findAction } from "#shared/action/catalogue/index.ts";
import { factsOf } from "#shared/action/facts.ts";
import { ActionFacts, ActionState } from "#shared/action/schema.ts";
import { viewOf } from "#shared/action/view.ts";
import { testActions } from "#test/support/actions.ts";

const traits = (code: string) => {
  const action = findAction(code);
  if (action === undefined) throw new Error(code);
  const { modes, idempotent, timeoutSeconds } = factsOf(action);
  return { modes, idempotent, timeoutSeconds };
};

describe("what an action can be, over all its parameters", () => {
  it("follows from its definition", () => {
    expect(traits("http.request")).toEqual({
      modes: ["sync", "poll", "callback"],
      idempotent: "depends",
      timeoutSeconds: 600,
    });
    expect(traits("wait")).toEqual({ modes: ["poll"], idempotent: "always", timeoutSeconds: null });
    // How long it may take decides how it ends.
    expect(traits("prometheus.check").modes).toEqual(["sync", "poll"]);
  });

  it.each(catalogue.map((action) => [action.code, action] as const))(
    "%s is data that the wire takes",
    (_code, action) => {
      const facts = factsOf(action);
      expect(ActionFacts.parse(JSON.parse(JSON.stringify(facts)))).toEqual(facts);
      expect(facts.modes.length).toBeGreaterThan(0);
    },
  );
});

describe("the state of an action", () => {
  const [scale, , old] = testActions;
  it("keeps what the code says and what is set apart", () => {
    if (scale === undefined || old === undefined) throw new Error("no actions");
    const hidden = viewOf(scale, new Set(["prometheus"]));
    expect([hidden.state, hidden.isVisible, hidden.missingSettings]).toEqual([
      "hidden",
      true,
      ["prometheus"],
    ]);
    expect(viewOf(scale, new Set(["aws"])).state).toBe("active");
    expect(viewOf(old, new Set()).state).toBe("deprecated");
    expect(ActionState.options).toContain("removed");
  });
});
