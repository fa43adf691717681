import { violations, type Rules } from "#stacks/local/ssm/check.ts";

/** An error as a service answers it: its name, HTTP status, and what else its shape has. */
export class AwsError extends Error {
  readonly status: number;
  readonly retryAfterSeconds: number | undefined;
  /** Members of the error's shape beside its message. */
  readonly fields: Readonly<Record<string, unknown>>;

  constructor(name: string, message: string, options: ErrorOptions = {}) {
    super(message);
    this.name = name;
    this.status = options.status ?? 400;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.fields = options.fields ?? {};
  }
}

type ErrorOptions = {
  status?: number;
  retryAfterSeconds?: number;
  fields?: Record<string, unknown>;
};

/** Refuses an input that breaks the limits of the API, as the service names that. */
export function hold<Input extends object>(
  input: Input,
  rules: Rules<Input>,
  name = "ValidationException",
): void {
  const wrong = violations(input, rules);
  if (wrong) throw new AwsError(name, wrong);
}
