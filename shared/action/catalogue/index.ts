import type { ActionDefinition } from "#shared/action/definition.ts";
import { appConfigSwitch } from "./appconfig-switch.ts";
import { dnsWeight } from "./dns-weight.ts";
import { ecsScale } from "./ecs-scale.ts";
import { httpRequest } from "./http-request.ts";
import { jenkinsBuild } from "./jenkins-build.ts";
import { k8sRestart } from "./k8s-restart.ts";
import { k8sRestartPods } from "./k8s-restart-pods.ts";
import { k8sScale } from "./k8s-scale.ts";
import { notify } from "./notify.ts";
import { personTask } from "./person-task.ts";
import { prometheusCheck } from "./prometheus-check.ts";
import { lambdaInvoke } from "./lambda-invoke.ts";
import { ssmRunCommand } from "./ssm-run-command.ts";
import { ssmStartAutomation } from "./ssm-start-automation.ts";
import { ticketCreate } from "./ticket-create.ts";
import { wait } from "./wait.ts";

/** Everything that a plan's step or a chain's `automate` node may name. */
export const catalogue: readonly ActionDefinition[] = [
  httpRequest,
  k8sScale,
  k8sRestart,
  k8sRestartPods,
  jenkinsBuild,
  prometheusCheck,
  lambdaInvoke,
  ssmRunCommand,
  ssmStartAutomation,
  ecsScale,
  appConfigSwitch,
  dnsWeight,
  notify,
  ticketCreate,
  personTask,
  wait,
];

const byCode = new Map(catalogue.map((action) => [action.code, action]));

export function findAction(code: string): ActionDefinition | undefined {
  return byCode.get(code);
}

/** The action of a node that was checked when it was made. */
export function actionOf(code: string): ActionDefinition {
  const action = byCode.get(code);
  if (action === undefined) throw new Error(`no action ${code}`);
  return action;
}
