import type { OptionProvider } from "#shared/action/driver.ts";
import { useProviders } from "#shared/action/options.ts";
import * as aws from "./aws/options.ts";
import { jenkinsOptions } from "./jenkins-options.ts";
import { k8sOptions } from "./k8s-options.ts";
import { productOptions } from "./product-options.ts";
import { prometheusServers } from "./prometheus-check.ts";

/** Where parameters find what may be chosen, by the name their annotation gives. A test holds that none is missing. */
export const providers: Readonly<Record<string, OptionProvider>> = {
  "appconfig.applications": aws.applications,
  "appconfig.environments": aws.environments,
  "appconfig.flags": aws.flags,
  "appconfig.profiles": aws.profiles,
  "appconfig.strategies": aws.strategies,
  "aws.accounts": aws.accounts,
  "aws.clusters": aws.clusters,
  "aws.functions": aws.functions,
  "aws.instances": aws.instances,
  "aws.services": aws.services,
  "dns.records": aws.records,
  "dns.zones": aws.zones,
  "prometheus.servers": prometheusServers,
  ...jenkinsOptions,
  ...k8sOptions,
  ...productOptions,
};

/** Lets the verbs ask for options. For every function that lists them or looks up what an action works on. */
export function connectActions(): void {
  useProviders(providers);
}
