import type { Driver } from "#shared/action/driver.ts";
import { httpRequest } from "./http-request.ts";
import { jenkinsBuild } from "./jenkins-build.ts";
import { k8sRestart } from "./k8s-restart.ts";
import { k8sRestartPods } from "./k8s-restart-pods.ts";
import { k8sScale } from "./k8s-scale.ts";
import { prometheusCheck } from "./prometheus-check.ts";
import { wait } from "./wait.ts";

/** How each action of the catalogue touches the world. A test holds that none is missing. */
export const drivers: Readonly<Record<string, Driver>> = {
  "http.request": httpRequest,
  "jenkins.build": jenkinsBuild,
  "k8s.restart": k8sRestart,
  "k8s.restart-pods": k8sRestartPods,
  "k8s.scale": k8sScale,
  "prometheus.check": prometheusCheck,
  wait,
};

export function driverOf(code: string): Driver {
  const driver = drivers[code];
  if (driver === undefined) throw new Error(`no driver for ${code}`);
  return driver;
}
