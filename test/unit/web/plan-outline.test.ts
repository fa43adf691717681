import { describe, expect, it } from "vitest";
import { applyEdits, readSource } from "../../../web/src/lib/designer/document.ts";
import {
  addPart,
  addStep,
  copyStep,
  freeId,
  missingParts,
  moveStep,
  moveToPart,
  removePart,
  removeStep,
  type TreeEdit,
} from "../../../web/src/lib/plan/edit/outline-edits.ts";
import {
  allSteps,
  chosenStep,
  outlineOf,
  stepsBefore,
} from "../../../web/src/lib/plan/edit/outline.ts";

const recovery = `scene: RECOVERY
name: { en: Core, zh-CN: 核心 }
plans:
  - type: DISASTER_SWITCH
    steps:
      - id: drain # until all is still
        name: { en: Drain, zh-CN: 排空 }
        action: wait
      - { id: promote, action: http.request }
  - type: TRAFFIC_BACK
    steps:
      - { id: back, action: http.request }
`;
const emergency = `scene: EMERGENCY
steps:
  - { id: one, action: wait }
  - { id: two, action: wait }
`;

const outline = (source: string) => outlineOf(readSource(source).value);
function after(source: string, edit: TreeEdit | null) {
  if (edit === null) throw new Error("It can be done.");
  const text = applyEdits(source, edit.edits);
  return { text, outline: outline(text), chosen: edit.chosen };
}
const ids = (source: string) => outline(source).parts.map(({ steps }) => steps.map(({ id }) => id));

describe("the outline of a plan", () => {
  it("numbers steps as people do, inside parts and without", () => {
    expect(allSteps(outline(recovery)).map(({ label }) => label)).toEqual(["1.1", "1.2", "2.1"]);
    expect(allSteps(outline(emergency)).map(({ label }) => label)).toEqual(["1", "2"]);
  });

  it("reads whatever is being written", () => {
    expect(outlineOf(null)).toEqual({
      scene: null,
      parts: [{ path: [], stepsPath: ["steps"], type: null, steps: [] }],
    });
    expect(outlineOf({ scene: "RECOVERY", plans: [null, { steps: "x" }] }).parts).toHaveLength(2);
    expect(allSteps(outlineOf({ scene: "EMERGENCY", steps: [3] }))[0]?.id).toBe("");
  });

  it("tells which steps have ended before another begins, also those of earlier parts", () => {
    const read = outline(recovery);
    const back = chosenStep(read, { part: 1, step: 0 });
    expect(back && stepsBefore(read, back).map(({ id }) => id)).toEqual(["drain", "promote"]);
  });
});

describe("edits of the outline", () => {
  it("put a new step behind the chosen one, under an id that is free", () => {
    const {
      text,
      chosen,
      outline: read,
    } = after(recovery, addStep(outline(recovery), { part: 0, step: 0 }));
    expect(ids(text)).toEqual([["drain", "step-4", "promote"], ["back"]]);
    expect(chosenStep(read, chosen)?.id).toBe("step-4");
    expect(freeId(outlineOf({ scene: "EMERGENCY", steps: [{ id: "step-2" }] }))).toBe("step-3");
  });

  it("move a step with its comment, and not out of its part", () => {
    const { text, chosen } = after(recovery, moveStep(outline(recovery), { part: 0, step: 0 }, 1));
    expect(ids(text)).toEqual([["promote", "drain"], ["back"]]);
    expect(text).toContain("drain # until all is still");
    expect(chosen).toEqual({ part: 0, step: 1 });
    expect(moveStep(outline(recovery), { part: 0, step: 1 }, 1)).toBeNull();
    expect(moveStep(outline(recovery), { part: 0, step: 0 }, -1)).toBeNull();
  });

  it("leave no part without a step", () => {
    const read = outline(recovery);
    expect(removeStep(read, { part: 1, step: 0 })).toBeNull();
    expect(moveToPart(read, { part: 1, step: 0 }, 0)).toBeNull();
    const moved = after(recovery, moveToPart(read, { part: 0, step: 0 }, 1));
    expect(ids(moved.text)).toEqual([["promote"], ["back", "drain"]]);
    expect(chosenStep(moved.outline, moved.chosen)?.id).toBe("drain");
    const removed = after(recovery, removeStep(read, { part: 0, step: 1 }));
    expect(ids(removed.text)).toEqual([["drain"], ["back"]]);
    expect(removed.chosen).toEqual({ part: 0, step: 0 });
  });

  it("put a new part where its type belongs, each type once", () => {
    expect(missingParts(outline(recovery))).toEqual(["DISASTER_RECOVERY"]);
    expect(missingParts(outline(emergency))).toEqual([]);
    const { text, outline: read } = after(
      recovery,
      addPart(outline(recovery), "DISASTER_RECOVERY"),
    );
    expect(read.parts.map(({ type }) => type)).toEqual([
      "DISASTER_SWITCH",
      "DISASTER_RECOVERY",
      "TRAFFIC_BACK",
    ]);
    expect(ids(text)[1]).toEqual(["step-4"]);
    expect(missingParts(read)).toEqual([]);
  });

  it("keep one part, and take none away from a plan that has none", () => {
    const one = after(recovery, removePart(outline(recovery), 0));
    expect(ids(one.text)).toEqual([["back"]]);
    expect(removePart(one.outline, 0)).toBeNull();
    expect(removePart(outline(emergency), 0)).toBeNull();
  });

  it("copy a step under an id of its own", () => {
    const { text } = after(emergency, copyStep(outline(emergency), { part: 0, step: 0 }));
    expect(ids(text)).toEqual([["one", "step-3", "two"]]);
  });
});
