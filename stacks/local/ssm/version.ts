import type { ParameterTier, ParameterType, PutParameterRequest } from "@aws-sdk/client-ssm";
import { violations } from "./check.ts";
import { SsmError } from "./error.ts";

/** One version of a parameter as it is kept; `sealed` is its value. */
export type Version = {
  version: number;
  type: ParameterType;
  tier: ParameterTier;
  sealed: string;
  dataType: string;
  keyId?: string;
  description?: string;
  allowedPattern?: string;
  modifiedAtMs: number;
};

/** A version before its value is sealed. */
export type Draft = Omit<Version, "sealed" | "modifiedAtMs">;

const TYPES = ["String", "StringList", "SecureString"] as const;
const TIERS = ["Standard", "Advanced", "Intelligent-Tiering"] as const;
const VALUE_MAX_BYTES = { Standard: 4_096, Advanced: 8_192 } as const;
const DEFAULT_KEY = "alias/aws/ssm";

/** The version that PutParameter adds after `last`, if the API allows it. Throws the API's errors. */
export function nextVersion(input: PutParameterRequest, last: Version | undefined): Draft {
  checkInput(input);
  if (last && !input.Overwrite) throw new SsmError("ParameterAlreadyExists", ALREADY_EXISTS);
  const type = input.Type ?? last?.type;
  if (type === undefined) throw new SsmError("ValidationException", TYPE_REQUIRED);
  if (last && last.type !== type) throw new SsmError("HierarchyTypeMismatchException", OTHER_TYPE);
  const allowedPattern = input.AllowedPattern ?? last?.allowedPattern;
  checkPattern(input.Value ?? "", allowedPattern);
  const draft: Draft = {
    version: (last?.version ?? 0) + 1,
    type,
    tier: tierOf(input, last),
    dataType: input.DataType ?? last?.dataType ?? "text",
    description: input.Description ?? last?.description,
    allowedPattern,
  };
  return type === "SecureString" ? { ...draft, keyId: input.KeyId ?? keyOf(last) } : draft;
}

function keyOf(last: Version | undefined): string {
  return last?.keyId ?? DEFAULT_KEY;
}

function checkInput(input: PutParameterRequest): void {
  const wrong = violations(input, {
    Name: { required: true, min: 1, max: 2_048 },
    Value: { required: true, min: 1, isSecret: true },
    Type: { oneOf: TYPES },
    Tier: { oneOf: TIERS },
    Description: { max: 1_024 },
    AllowedPattern: { max: 1_024 },
    KeyId: { min: 1, max: 256, pattern: /^([a-zA-Z0-9:/_-]+)$/ },
  });
  if (wrong) throw new SsmError("ValidationException", wrong);
  if (input.Overwrite && input.Tags) throw new SsmError("ValidationException", TAGS_AND_OVERWRITE);
  if (input.Policies) throw new SsmError("ValidationException", "Policies are not supported here.");
  if (/\{\{.*\}\}/s.test(input.Value ?? "")) throw new SsmError("ValidationException", NESTED);
}

/** Advanced stays advanced; intelligent tiering takes the cheaper tier that holds the value. */
function tierOf(input: PutParameterRequest, last: Version | undefined): ParameterTier {
  if (input.Tier === "Standard" && last?.tier === "Advanced") {
    throw new SsmError("ValidationException", DOWNGRADE);
  }
  const bytes = Buffer.byteLength(input.Value ?? "");
  const asked = input.Tier ?? last?.tier ?? "Standard";
  const cheapest = bytes > VALUE_MAX_BYTES.Standard ? "Advanced" : (last?.tier ?? "Standard");
  const tier = asked === "Intelligent-Tiering" ? cheapest : asked;
  if (tier === "Standard" && bytes > VALUE_MAX_BYTES.Standard) {
    throw new SsmError("ValidationException", TOO_LONG_FOR_STANDARD);
  }
  if (bytes > VALUE_MAX_BYTES.Advanced) throw new SsmError("ValidationException", TOO_LONG);
  return tier;
}

function checkPattern(value: string, allowedPattern: string | undefined): void {
  if (!allowedPattern) return;
  if (!asPattern(allowedPattern).test(value)) {
    const text = `Parameter value, cannot be validated against allowedPattern: ${allowedPattern}`;
    throw new SsmError("ParameterPatternMismatchException", text);
  }
}

function asPattern(text: string): RegExp {
  try {
    return new RegExp(`^(?:${text})$`);
  } catch {
    throw new SsmError("InvalidAllowedPatternException", "The allowed pattern is not valid.");
  }
}

const ALREADY_EXISTS =
  "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.";
const TYPE_REQUIRED = "A parameter type is required when you create a parameter.";
const OTHER_TYPE = "The type of an existing parameter can't be changed.";
const TAGS_AND_OVERWRITE =
  "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove " +
  "overwrite flag. To update tags for an existing parameter, please use AddTagsToResource or RemoveTagsFromResource.";
const NESTED = `Parameter value can't nest another parameter. Do not use "{{}}" in the value.`;
const DOWNGRADE =
  "This parameter uses the advanced-parameter tier. You can't downgrade a parameter from the " +
  "advanced-parameter tier to the standard-parameter tier.";
const TOO_LONG_FOR_STANDARD =
  "Standard tier parameters support a maximum parameter value of 4096 characters. To create a larger " +
  "parameter value, upgrade the parameter to use the advanced-parameter tier.";
const TOO_LONG = "Advanced tier parameters support a maximum parameter value of 8192 characters.";
