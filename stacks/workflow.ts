import { carryOutActions, listOptions, lookAtOperations } from "./actions.ts";
import { keepLogs } from "./bucket.ts";
import { everyFunction } from "./function.ts";
import { machineName } from "./machine-arn.ts";
import { approvalMachine } from "./machine/approval.ts";
import { runMachine } from "./machine/run.ts";
import { useTable } from "./table.ts";
import { readSecrets } from "./vault.ts";
import { workflowTasks, type Machine } from "./workflow-tasks.ts";

/** advance-ticket → AdvanceTicket, as SST wants names. */
function componentName(file: string): string {
  return file.replace(/(^|-)(\w)/g, (_match, _dash, letter: string) => letter.toUpperCase());
}

/** Beside the table and the secrets of calls: what a task does in the world, and what it says of that. */
const furtherPermissions = new Map<string, sst.aws.FunctionPermissionArgs[]>([
  ["advance-order", listOptions],
  ["dispatch-node", [...carryOutActions, keepLogs]],
  ["poll-node", [...lookAtOperations, keepLogs]],
]);

/** The time-out is below that of the state (60 s), so that a slow function fails with its own error. */
function taskArn(file: string): $util.Output<string> {
  return new sst.aws.Function(componentName(file), {
    ...everyFunction,
    handler: `functions/workflow/${file}.handler`,
    timeout: "50 seconds",
    permissions: [...useTable, readSecrets, ...(furtherPermissions.get(file) ?? [])],
  }).arn;
}

/** A role that may invoke these functions, and do nothing else. */
function machineRole(name: string, functionArns: $util.Output<string>[]): aws.iam.Role {
  const policy = aws.iam.getPolicyDocumentOutput({
    statements: [{ actions: ["lambda:InvokeFunction"], resources: functionArns }],
  });
  return new aws.iam.Role(name, {
    assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "states.amazonaws.com" }),
    inlinePolicies: [{ name: "invoke", policy: policy.json }],
  });
}

type Define = (arns: Record<string, string>) => object;

/** Standard, not express: an execution waits for people, for days. */
function stateMachine(machine: Machine, define: Define): aws.sfn.StateMachine {
  const name = `${componentName(machine)}Machine`;
  const arns = Object.fromEntries(workflowTasks[machine].map((file) => [file, taskArn(file)]));
  return new aws.sfn.StateMachine(name, {
    name: machineName(machine),
    type: "STANDARD",
    roleArn: machineRole(`${name}Role`, Object.values(arns)).arn,
    definition: $util.output(arns).apply((resolved) => JSON.stringify(define(resolved))),
  });
}

export const machines = {
  approval: stateMachine("approval", approvalMachine),
  run: stateMachine("run", runMachine),
};
