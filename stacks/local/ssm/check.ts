/** What AWS holds a member of an input to: lengths of texts and lists, bounds of numbers. */
export type Rule = {
  required?: boolean;
  min?: number;
  max?: number;
  pattern?: RegExp;
  oneOf?: readonly string[];
  /** The value must not appear in the message. */
  isSecret?: boolean;
};

export type Rules<Input> = { readonly [Name in keyof Input]?: Rule };

/** AWS's own sentence about everything in an input that breaks a rule; undefined when nothing does. */
export function violations<Input extends object>(
  input: Input,
  rules: Rules<Input>,
): string | undefined {
  const found = Object.entries<Rule | undefined>(rules).flatMap(([name, rule]) =>
    rule ? broken(name, (input as Record<string, unknown>)[name], rule) : [],
  );
  if (found.length === 0) return undefined;
  const count = found.length === 1 ? "1 validation error" : `${found.length} validation errors`;
  return `${count} detected: ${found.join("; ")}`;
}

function broken(name: string, value: unknown, rule: Rule): string[] {
  const member = `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
  if (value === undefined || value === null) {
    const missing = `Value null at '${member}' failed to satisfy constraint: Member must not be null`;
    return rule.required ? [missing] : [];
  }
  const shown = rule.isSecret ? "Value" : `Value '${show(value)}'`;
  return constraints(value, rule).map(
    (constraint) => `${shown} at '${member}' failed to satisfy constraint: ${constraint}`,
  );
}

function constraints(value: unknown, { min, max, pattern, oneOf }: Rule): string[] {
  const isNumber = typeof value === "number";
  const size = isNumber ? value : sizeOf(value);
  const measure = isNumber ? "value" : "length";
  const text = String(value);
  return [
    min !== undefined && size < min
      ? `Member must have ${measure} greater than or equal to ${min}`
      : "",
    max !== undefined && size > max
      ? `Member must have ${measure} less than or equal to ${max}`
      : "",
    pattern && !pattern.test(text)
      ? `Member must satisfy regular expression pattern: ${pattern.source}`
      : "",
    oneOf && !oneOf.includes(text)
      ? `Member must satisfy enum value set: [${oneOf.join(", ")}]`
      : "",
  ].filter((constraint) => constraint !== "");
}

function sizeOf(value: unknown): number {
  return typeof value === "string" || Array.isArray(value) ? value.length : 0;
}

function show(value: unknown): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
