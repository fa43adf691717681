import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { renderPaths } from "./render-paths.ts";

writeFileSync(
  fileURLToPath(new URL("../src/lib/api/paths.ts", import.meta.url)),
  await renderPaths(),
);
