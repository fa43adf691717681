import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files that take minutes begin first: what begins last keeps one core busy and the other waiting. */
const longest = ["authorisation", "interleaving", "run-long", "access", "chaos", "replay"];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification) =>
      longest.some((name) => moduleId.includes(`/${name}`));
    const sorted = await super.sort(files);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

/**
 * Four projects, in the order of test/run.ts: `unit` needs nothing, `engine` one DynamoDB Local for
 * all its files, `product` and `browser` each start whole products of their own.
 */
export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
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
