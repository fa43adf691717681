/** An error of the Step Functions API; `code` is the shape name the SDK turns into a typed exception. */
export class SfnError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** An error inside an execution, named as Retry and Catch match it ("States.Timeout", a Lambda's error type). */
export class StateError extends Error {
  /** False for failures that AWS never retries or catches either. */
  readonly isCatchable: boolean;
  readonly isRetryable: boolean;

  constructor(name: string, message: string, isHandled = true) {
    super(message);
    this.name = name;
    this.isCatchable = isHandled;
    this.isRetryable = isHandled;
  }
}
