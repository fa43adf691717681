import type * as ssm from "@aws-sdk/client-ssm";
import { violations, type Rules } from "./check.ts";
import { SsmError } from "./error.ts";
import { checkFilters, isUnder, passes } from "./filter.ts";
import { parameterArn } from "./name.ts";
import { pageOf, type Page } from "./page.ts";
import { asRecord, type Found, type Parameter, type ParameterStore } from "./store.ts";
import type { Version } from "./version.ts";

type Action = (store: ParameterStore, input: never) => object;

const USER = "arn:aws:iam::000000000000:user/local";

/** The actions of Parameter Store, by name; inputs and outputs are the SDK's own shapes. */
export const parameterActions = {
  PutParameter: (store, input: ssm.PutParameterRequest): ssm.PutParameterResult => {
    const { version, tier } = store.put(input);
    return { Version: version, Tier: tier };
  },
  GetParameter: (store, input: ssm.GetParameterRequest): ssm.GetParameterResult => {
    hold(input, { Name: { required: true, min: 1, max: 2_048 } });
    const found = store.find(input.Name ?? "");
    return { Parameter: shape(store, found, input.WithDecryption) };
  },
  GetParameters: (store, input: ssm.GetParametersRequest): ssm.GetParametersResult => {
    hold(input, { Names: { required: true, min: 1, max: 10 } });
    const found = new Map((input.Names ?? []).map((name) => [name, tryFind(store, name)]));
    return {
      Parameters: [...found.values()].flatMap((one) =>
        one ? [shape(store, one, input.WithDecryption)] : [],
      ),
      InvalidParameters: [...found].flatMap(([name, one]) => (one ? [] : [name])),
    };
  },
  GetParameterHistory: (store, input: ssm.GetParameterHistoryRequest) => {
    hold(input, { Name: { required: true, min: 1 }, MaxResults: { min: 1, max: 50 } });
    const { name, versions } = store.get(input.Name ?? "");
    const { items, nextToken } = page(versions, input.MaxResults ?? 50, input.NextToken);
    const history = items.map((version) => ({
      ...metadata(name, version),
      Value: store.value(name, version, input.WithDecryption ?? false),
      Labels: [],
    }));
    return { Parameters: history, NextToken: nextToken } satisfies ssm.GetParameterHistoryResult;
  },
  DescribeParameters: (store, input: ssm.DescribeParametersRequest) => {
    hold(input, { MaxResults: { min: 1, max: 50 } });
    const filters = filtersOf(input);
    checkFilters(filters);
    const { items, nextToken } = page(store.list(), input.MaxResults ?? 10, input.NextToken);
    // As on AWS a page is cut before it is filtered: one may be empty and still have a successor.
    const matching = items.filter((parameter) => passes(parameter, filters));
    const Parameters = matching.flatMap(({ name, versions }) =>
      versions.slice(-1).map((last) => ({ ...metadata(name, last), ARN: parameterArn(name) })),
    );
    return { Parameters, NextToken: nextToken } satisfies ssm.DescribeParametersResult;
  },
  GetParametersByPath: (store, input: ssm.GetParametersByPathRequest) => {
    hold(input, { Path: { required: true, min: 1 }, MaxResults: { min: 1, max: 10 } });
    const { Path = "", ParameterFilters: filters = [], Recursive = false } = input;
    if (!Path.startsWith("/")) throw new SsmError("ValidationException", PATH);
    checkFilters(filters);
    const under = store
      .list()
      .filter((one) => isUnder(one.name, Path, Recursive) && passes(one, filters));
    const { items, nextToken } = page(under, input.MaxResults ?? 10, input.NextToken);
    const Parameters = items.map(({ name }) =>
      shape(store, store.find(name), input.WithDecryption),
    );
    return { Parameters, NextToken: nextToken } satisfies ssm.GetParametersByPathResult;
  },
  DeleteParameter: (store, input: ssm.DeleteParameterRequest): ssm.DeleteParameterResult => {
    hold(input, { Name: { required: true, min: 1 } });
    store.delete(input.Name ?? "");
    return {};
  },
  AddTagsToResource: (store, input: ssm.AddTagsToResourceRequest) => {
    if (input.ResourceType !== "Parameter") throw new SsmError("InvalidResourceType");
    const known = tryFind(store, input.ResourceId ?? "");
    if (!known) throw new SsmError("InvalidResourceId");
    store.tag(known.parameter.name, asRecord(input.Tags));
    return {} satisfies ssm.AddTagsToResourceResult;
  },
} satisfies Record<string, Action>;

const PATH =
  "The parameter path must begin with a slash and name a level of a hierarchy, e.g. /get/parameters.";

function hold<Input extends object>(input: Input, rules: Rules<Input>): void {
  const wrong = violations(input, rules);
  if (wrong) throw new SsmError("ValidationException", wrong);
}

function page<Item>(all: readonly Item[], limit: number, token?: string): Page<Item> {
  const found = pageOf(all, limit, token);
  if (!found) throw new SsmError("InvalidNextToken", "The specified token isn't valid.");
  return found;
}

function tryFind(store: ParameterStore, reference: string): Found | undefined {
  try {
    return store.find(reference);
  } catch {
    return undefined;
  }
}

/** The older Filters say by equality what ParameterFilters say in more ways. */
function filtersOf(input: ssm.DescribeParametersRequest): ssm.ParameterStringFilter[] {
  if (input.Filters && input.ParameterFilters) {
    const text = "You can use either Filters or ParameterFilters in a single request.";
    throw new SsmError("ValidationException", text);
  }
  return input.ParameterFilters ?? input.Filters ?? [];
}

function shape(store: ParameterStore, found: Found, decrypt = false): ssm.Parameter {
  const { parameter, version, selector } = found;
  return {
    Name: parameter.name,
    Type: version.type,
    Value: store.value(parameter.name, version, decrypt),
    Version: version.version,
    Selector: selector,
    LastModifiedDate: new Date(version.modifiedAtMs),
    ARN: parameterArn(parameter.name),
    DataType: version.dataType,
  };
}

function metadata(name: Parameter["name"], version: Version) {
  return {
    Name: name,
    Type: version.type,
    KeyId: version.keyId,
    LastModifiedDate: new Date(version.modifiedAtMs),
    LastModifiedUser: USER,
    Description: version.description,
    AllowedPattern: version.allowedPattern,
    Version: version.version,
    Tier: version.tier,
    Policies: [],
    DataType: version.dataType,
  };
}
