import type { OptionProvider } from "#shared/action/driver.ts";
import { k8sOptions } from "./k8s-options.ts";

/** Where parameters find the values to choose from, by the name that their definitions give. */
export const providers: Readonly<Record<string, OptionProvider>> = {
  ...k8sOptions,
};
