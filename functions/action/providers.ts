import type { OptionProvider } from "#shared/action/driver.ts";
import { jenkinsOptions } from "./jenkins-options.ts";
import { k8sOptions } from "./k8s-options.ts";
import { prometheusServers } from "./prometheus-check.ts";

/** Where parameters find the values to choose from, by the name that their definitions give. */
export const providers: Readonly<Record<string, OptionProvider>> = {
  ...jenkinsOptions,
  ...k8sOptions,
  "prometheus.servers": prometheusServers,
};
