import { defineConfig } from "vitest/config";

/**
 * Four projects, in the order of test/run.ts: `unit` needs nothing, `engine` one DynamoDB Local for
 * all its files, `product` and `browser` each start whole products of their own.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: { name: "unit", include: ["test/{unit,property}/**/*.test.ts"] },
      },
      {
        test: {
          name: "engine",
          include: ["test/{table,api,stream,workflow}/**/*.test.ts"],
          globalSetup: ["test/support/dynamo.ts"],
          testTimeout: 30_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: "product",
          include: ["test/{local,replay,fault}/**/*.test.ts"],
          testTimeout: 300_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: "browser",
          include: ["test/e2e/**/*.test.ts"],
          globalSetup: ["test/e2e/support/global-setup.ts"],
          testTimeout: 240_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
