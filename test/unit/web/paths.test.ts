import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { renderPaths } from "../../../web/scripts/render-paths.ts";

test("the web app's table of addresses is the contract's", async () => {
  const written = readFileSync(
    new URL("../../../web/src/lib/api/paths.ts", import.meta.url),
    "utf8",
  );
  expect(written, "run: node web/scripts/write-paths.ts").toBe(await renderPaths());
});
