import * as prettier from "prettier";
import { contract } from "../../shared/contract/index.ts";

/**
 * Source of `web/src/lib/api/paths.ts`: all that the browser needs of the contract at run time. Importing the
 * contract itself would carry zod and every schema into each page.
 */
export async function renderPaths(): Promise<string> {
  const rows = Object.entries(contract).map(
    ([name, operation]) => `${name}: ["${operation.method}", "${operation.path}"],`,
  );
  const source = `
    import type { OperationName } from "#shared/contract/index.ts";
    // Written by \`node web/scripts/write-paths.ts\` from shared/contract; a test compares the two.
    export const paths: Record<OperationName, readonly [method: string, path: string]> = {
      ${rows.join("\n")}
    };
  `;
  return await prettier.format(source, { parser: "typescript", printWidth: 100 });
}
