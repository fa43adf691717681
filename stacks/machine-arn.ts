import type { Machine } from "./workflow-tasks.ts";

/** Name of a state machine in this stage. */
export function machineName(machine: Machine): string {
  return `${$app.name}-${$app.stage}-${machine}`;
}

/**
 * ARN from the name alone: the functions are told the ARNs of the machines that call them, so neither can wait for the other to be
 * created.
 */
export function machineArn(machine: Machine): $util.Output<string> {
  const { partition } = aws.getPartitionOutput();
  const { region } = aws.getRegionOutput();
  const { accountId } = aws.getCallerIdentityOutput();
  return $interpolate`arn:${partition}:states:${region}:${accountId}:stateMachine:${machineName(machine)}`;
}

/** Ring a waiting execution, or start one anew when its token is dead. */
export const ringMachines = {
  actions: ["states:StartExecution", "states:SendTaskSuccess"],
  resources: [machineArn("approval"), machineArn("run")],
};
