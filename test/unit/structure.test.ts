import { readFileSync } from "node:fs";
import { globSync } from "node:fs";
import { expect, test } from "vitest";

const sources = globSync("{shared,functions,stacks,test,web/src}/**/*.{ts,svelte}").filter(
  (path) => !path.includes("node_modules"),
);

test("zod is imported as a namespace everywhere: the other forms cost every bundle 360 KB", () => {
  const wrong = sources.filter((path) => {
    const imports = readFileSync(path, "utf8").match(/^import .* from "zod";$/gm) ?? [];
    return imports.some((line) => !/^import (type )?\* as z from "zod";$/.test(line));
  });
  expect(wrong).toEqual([]);
});
