import { AwsError } from "../error.ts";

/** What a handler is told beside its event. */
export type FunctionContext = {
  requestId: string;
  version: string;
  clientContext?: unknown;
  log: (line: string) => void;
};

export type FunctionHandler = (event: unknown, context: FunctionContext) => unknown;

/** A function and its published versions and aliases (alias → version). */
export type LambdaFunction = {
  handler: FunctionHandler;
  versions?: Readonly<Record<string, FunctionHandler>>;
  aliases?: Readonly<Record<string, string>>;
  timeoutMs?: number;
  /** How many synchronous invocations may run at once. */
  concurrency?: number;
};

/** A function as an invocation means it. */
export type Target = {
  name: string;
  version: string;
  definition: LambdaFunction;
  handler: FunctionHandler;
};

const ARN = "arn:aws:lambda:us-east-1:000000000000:function";
const NAME =
  /^(?:(?:arn:aws:lambda:)?(?:[a-z0-9-]+:)?(?:\d{12}:)?(?:function:))?([\w-]+)(?::(\$LATEST|[\w-]+))?$/;

/** The functions of the account, by name. */
export class Functions {
  readonly #all = new Map<string, LambdaFunction>();

  set(name: string, definition: LambdaFunction | FunctionHandler): void {
    const isHandler = typeof definition === "function";
    this.#all.set(name, isHandler ? { handler: definition } : definition);
  }

  get names(): string[] {
    return [...this.#all.keys()];
  }

  versionsOf(name: string): string[] {
    return ["$LATEST", ...Object.keys(this.#all.get(name)?.versions ?? {})];
  }

  /** By name, name:qualifier, ARN or partial ARN, and a qualifier. Throws ResourceNotFoundException. */
  find(reference: string, qualifier?: string): Target {
    const [, name = "", inName] = NAME.exec(reference) ?? [];
    if (name === "") {
      const text = `1 validation error detected: Value '${reference}' at 'functionName' failed to satisfy constraint`;
      throw new AwsError("ValidationException", text, { fields: { Type: "User" } });
    }
    if (inName && qualifier && inName !== qualifier) {
      const text =
        "The derived qualifier from the function name does not match the specified qualifier.";
      throw new AwsError("InvalidParameterValueException", text, { fields: { Type: "User" } });
    }
    const asked = inName ?? qualifier ?? "$LATEST";
    const definition = this.#all.get(name);
    const version = definition?.aliases?.[asked] ?? asked;
    const handler = version === "$LATEST" ? definition?.handler : definition?.versions?.[version];
    if (!definition || !handler) {
      const text = `Function not found: ${functionArn(name)}:${asked}`;
      throw new AwsError("ResourceNotFoundException", text, {
        status: 404,
        fields: { Type: "User" },
      });
    }
    return { name, version, definition, handler };
  }
}

export function functionArn(name: string): string {
  return `${ARN}:${name}`;
}
