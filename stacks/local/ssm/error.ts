/** An error of the Systems Manager API; `code` is the shape name the SDK turns into a typed exception. */
export class SsmError extends Error {
  readonly code: string;

  constructor(code: string, message = "") {
    super(message);
    this.code = code;
  }
}
