import aslValidator from "asl-validator";
import { describe, expect, it } from "vitest";
import { lambdaArn } from "#stacks/local/lambda.ts";
import { approvalMachine } from "#stacks/machine/approval.ts";
import { runMachine } from "#stacks/machine/run.ts";
import { workflowTasks } from "#stacks/workflow-tasks.ts";

const arnsOf = (names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, lambdaArn(name)]));
const machines = [
  ["approval", approvalMachine(arnsOf(workflowTasks.approval))],
  ["run", runMachine(arnsOf(workflowTasks.run))],
] as const;

describe.each(machines)("the %s machine", (_name, definition) => {
  it("is valid Amazon States Language, paths and ARNs included", () => {
    const { isValid, errorsText } = aslValidator(definition, { checkArn: true, checkPaths: true });
    expect(isValid, errorsText("\n")).toBe(true);
  });

  it("gives every task a time-out and uses no feature of the local interpreter only", () => {
    const { States } = definition as { States: Record<string, Record<string, unknown>> };
    for (const state of Object.values(States).filter(({ Type }) => Type === "Task")) {
      expect(state.TimeoutSeconds ?? state.TimeoutSecondsPath).toBeDefined();
    }
    expect(JSON.stringify(definition)).not.toContain("undefined");
  });
});
