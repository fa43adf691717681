import type { ParameterStringFilter } from "@aws-sdk/client-ssm";
import { SsmError } from "./error.ts";
import type { Parameter } from "./store.ts";

const KEYS = ["Name", "Type", "KeyId", "Path", "Tier", "DataType"];

/** Whether a parameter passes all filters of a request. Throws the API's errors about filters. */
export function passes(parameter: Parameter, filters: readonly ParameterStringFilter[]): boolean {
  return filters.every((filter) => passesOne(parameter, filter));
}

/** Throws for filters that no parameter could be held against, before any is. */
export function checkFilters(filters: readonly ParameterStringFilter[]): void {
  for (const { Key = "", Option, Values } of filters) {
    if (!KEYS.includes(Key) && !Key.startsWith("tag:")) {
      const text = `The following filter key is not valid: ${Key}. Valid filter keys include: [${KEYS.join(", ")}].`;
      throw new SsmError("InvalidFilterKey", text);
    }
    const options = optionsOf(Key);
    if (Option !== undefined && !options.includes(Option)) {
      const text = `The following filter option is not valid: ${Option}. Valid options include: [${options.join(", ")}].`;
      throw new SsmError("InvalidFilterOption", text);
    }
    if (!Values?.length && !Key.startsWith("tag:")) {
      const text = `The following filter values are missing : null for filter key ${Key}.`;
      throw new SsmError("InvalidFilterValue", text);
    }
  }
}

function optionsOf(key: string): string[] {
  if (key === "Path") return ["Recursive", "OneLevel"];
  return key === "Name" ? ["BeginsWith", "Equals", "Contains"] : ["BeginsWith", "Equals"];
}

function passesOne(parameter: Parameter, { Key = "", Option, Values }: ParameterStringFilter) {
  if (Key === "Path") {
    return (Values ?? []).some((path) => isUnder(parameter.name, path, Option === "Recursive"));
  }
  const value = valueOf(parameter, Key);
  if (value === undefined) return false;
  return Values === undefined || Values.some((wanted) => matches(value, wanted, Option));
}

/** Whether a parameter lies below a path, at any depth or right below it. */
export function isUnder(name: string, path: string, isRecursive: boolean): boolean {
  const prefix = path.endsWith("/") ? path : `${path}/`;
  if (!name.startsWith(prefix)) return false;
  return isRecursive || !name.slice(prefix.length).includes("/");
}

function matches(value: string, wanted: string, option = "Equals"): boolean {
  if (option === "BeginsWith") return value.startsWith(wanted);
  return option === "Contains" ? value.includes(wanted) : value === wanted;
}

function valueOf({ name, versions, tags }: Parameter, key: string): string | undefined {
  const last = versions.at(-1);
  const known: Record<string, string | undefined> = {
    Name: name,
    Type: last?.type,
    KeyId: last?.keyId,
    Tier: last?.tier,
    DataType: last?.dataType,
  };
  return key.startsWith("tag:") ? tags[key.slice("tag:".length)] : known[key];
}
