import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseTemplate } from "#shared/template/parse.ts";

const folder = "stacks/local/demo/templates";

describe("a template that comes with the product", () => {
  it.each(readdirSync(folder))("%s has nothing against publishing", (name) => {
    const { document, findings } = parseTemplate(readFileSync(`${folder}/${name}`, "utf8"));
    expect(findings).toEqual([]);
    expect(document).not.toBeNull();
  });
});
