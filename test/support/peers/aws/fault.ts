/** What goes wrong with one call. `effect` says whether the service does what it was asked to, all the same. */
export type Fault =
  | { kind: "fail"; name: string; status: number; message: string; retryAfterSeconds?: number }
  | { kind: "throttle"; status?: number; retryAfterSeconds?: number }
  | { kind: "crash" }
  | { kind: "hang"; effect: boolean }
  | { kind: "late"; ms: number }
  | { kind: "hangUp"; effect: boolean };

/** An error of the service by its name; nothing takes effect. */
export function fails(
  name: string,
  options: { status?: number; message?: string; retryAfterSeconds?: number } = {},
): Fault {
  const { status = 400, message = `Scripted: ${name}`, retryAfterSeconds } = options;
  return { kind: "fail", name, status, message, retryAfterSeconds };
}

/** The throttling error of the service, with its own status unless another is given, e.g. 429. */
export function throttled(options: { status?: number; retryAfterSeconds?: number } = {}): Fault {
  return { kind: "throttle", ...options };
}

/** The service's own HTTP 500; nothing takes effect. */
export const crashes: Fault = { kind: "crash" };

/** Never answered until the peer stops. */
export const hangs: Fault = { kind: "hang", effect: false };

/** Takes effect, and is never answered until the peer stops. */
export const hangsAfterEffect: Fault = { kind: "hang", effect: true };

/** Takes effect at once, answered that much later. */
export function answersLate(ms: number): Fault {
  return { kind: "late", ms };
}

/** The connection goes before anything took effect. */
export const hangsUpBeforeEffect: Fault = { kind: "hangUp", effect: false };

/** The connection goes after the work was done: the caller can't know. */
export const hangsUpAfterEffect: Fault = { kind: "hangUp", effect: true };

/** Faults that wait for their calls, by operation; "*" stands for any operation. */
export class FaultScript {
  readonly #waiting = new Map<string, Fault[]>();

  add(operation: string, faults: readonly Fault[]): void {
    this.#waiting.set(operation, [...(this.#waiting.get(operation) ?? []), ...faults]);
  }

  /** The fault that this call meets, if any; it is used up. */
  next(operation: string): Fault | undefined {
    return this.#waiting.get(operation)?.shift() ?? this.#waiting.get("*")?.shift();
  }

  clear(): void {
    this.#waiting.clear();
  }
}
