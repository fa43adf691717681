import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parsePlan } from "#shared/plan/parse.ts";

const folder = "stacks/local/demo/plans";

const guide = readFileSync("docs/guide/plans.md", "utf8");
const examples = [...guide.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, source = ""]) => source);

describe("an example of the guide", () => {
  it.each(examples)("has nothing against publishing and nothing to weigh: %#", (source) => {
    const { findings } = parsePlan(source);
    expect(findings.map(({ path, code }) => `${path} ${code}`)).toEqual([]);
  });

  it("is there for every scene", () => {
    const scenes = examples.map((source) => parsePlan(source).document?.scene);
    expect(scenes).toEqual(["EMERGENCY", "SELF_RECOVERY", "RECOVERY"]);
  });
});

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
