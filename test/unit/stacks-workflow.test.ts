import { existsSync } from "node:fs";
import { approvalMachine } from "#stacks/machine/approval.ts";
import { runMachine } from "#stacks/machine/run.ts";
import { workflowTasks, type Machine } from "#stacks/workflow-tasks.ts";
import { describe, expect, test } from "vitest";

const define = { approval: approvalMachine, run: runMachine };

/** Records which ARNs a definition asks for, also those it is not given. */
function askedFor(machine: Machine): Set<string> {
  const asked = new Set<string>();
  const arns = new Proxy<Record<string, string>>(
    {},
    {
      get(_target, name) {
        asked.add(String(name));
        return `arn:aws:lambda:us-east-1:000000000000:function:${String(name)}`;
      },
    },
  );
  JSON.stringify(define[machine](arns));
  return asked;
}

describe.each(Object.keys(workflowTasks) as Machine[])("the %s machine", (machine) => {
  test("is given, and may invoke, exactly the functions that its definition calls", () => {
    expect([...askedFor(machine)].sort()).toEqual([...workflowTasks[machine]].sort());
  });

  test.each([...workflowTasks[machine]])("has a handler for %s", (file) => {
    expect(existsSync(new URL(`../../functions/workflow/${file}.ts`, import.meta.url))).toBe(true);
  });
});
