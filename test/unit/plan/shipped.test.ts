import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parsePlan } from "#shared/plan/parse.ts";

const folder = "stacks/local/demo/plans";

describe("a plan that comes with the product", () => {
  it.each(readdirSync(folder))("%s has nothing against publishing", (name) => {
    const { document, findings } = parsePlan(readFileSync(`${folder}/${name}`, "utf8"));
    expect(findings.filter(({ level }) => level === "error")).toEqual([]);
    expect(document).not.toBeNull();
  });

  it("is there for every scene", () => {
    const scenes = readdirSync(folder).map(
      (name) => parsePlan(readFileSync(`${folder}/${name}`, "utf8")).document?.scene,
    );
    expect(new Set(scenes)).toEqual(new Set(["EMERGENCY", "SELF_RECOVERY", "RECOVERY"]));
  });
});
