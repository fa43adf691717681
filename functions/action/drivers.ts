import type { Driver } from "#shared/action/driver.ts";
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

/** How each action of the catalogue touches the world. A test holds that none is missing. */
export const drivers: Readonly<Record<string, Driver>> = {
  "appconfig.switch": appConfigSwitch,
  "dns.weight": dnsWeight,
  "ecs.scale": ecsScale,
  "http.request": httpRequest,
  "jenkins.build": jenkinsBuild,
  "k8s.restart": k8sRestart,
  "k8s.restart-pods": k8sRestartPods,
  "k8s.scale": k8sScale,
  "prometheus.check": prometheusCheck,
  "lambda.invoke": lambdaInvoke,
  "ssm.runCommand": ssmRunCommand,
  "ssm.startAutomation": ssmStartAutomation,
  notify,
  "person.task": personTask,
  "ticket.create": ticketCreate,
  wait,
};

export function driverOf(code: string): Driver {
  const driver = drivers[code];
  if (driver === undefined) throw new Error(`no driver for ${code}`);
  return driver;
}
