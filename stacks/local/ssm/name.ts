import { SsmError } from "./error.ts";

const ARN_PREFIX = "arn:aws:ssm:us-east-1:000000000000:parameter";
const ARN_MAX_LENGTH = 1_011;
const LEVELS_MAX = 15;
const NAME = /^[a-zA-Z0-9_.\-/]+$/;

/** ARN of a parameter of the embedded stack. */
export function parameterArn(name: string): string {
  return name.startsWith("/") ? `${ARN_PREFIX}${name}` : `${ARN_PREFIX}/${name}`;
}

/** The name under which a parameter may be created. Throws the API's errors about names. */
export function newName(given: string): string {
  const name = given.trim();
  if (name.includes("/") && !name.startsWith("/")) {
    throw new SsmError("ValidationException", "Parameter name must be a fully qualified name.");
  }
  if (/^\/?(aws|ssm)/i.test(name)) {
    const text = `Parameter name: can't be prefixed with "aws" or "ssm" (case-insensitive).`;
    throw new SsmError("ValidationException", text);
  }
  if (!NAME.test(name) || name.includes("//") || (name.length > 1 && name.endsWith("/"))) {
    const text =
      "Parameter name: if formed as a path, it can consist of sub-paths divided by slash symbol; " +
      "each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_";
    throw new SsmError("ValidationException", text);
  }
  if (name.split("/").length - 1 > LEVELS_MAX) {
    const text = `A parameter hierarchy can have a maximum of ${LEVELS_MAX} levels.`;
    throw new SsmError("HierarchyLevelLimitExceededException", text);
  }
  if (parameterArn(name).length > ARN_MAX_LENGTH) {
    throw new SsmError("ValidationException", "The parameter name is too long.");
  }
  return name;
}

/** What `name`, `name:3`, `name:label` or an ARN of these refers to. */
export function parseReference(given: string): { name: string; selector?: string } {
  const path = given.startsWith(`${ARN_PREFIX}/`) ? fromArn(given) : given.trim();
  const [name = "", selector, ...more] = path.split(":");
  if (more.length > 0) throw new SsmError("ValidationException", `Invalid name: ${given}`);
  return selector === undefined ? { name } : { name, selector };
}

/** The slash that every ARN has belongs to the name only in a hierarchy. */
function fromArn(arn: string): string {
  const path = arn.slice(ARN_PREFIX.length);
  return path.indexOf("/", 1) > 0 ? path : path.slice(1);
}
