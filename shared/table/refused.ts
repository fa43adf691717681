/** Whether a single conditional write was refused by its condition. ElectroDB wraps what the SDK throws. */
export function isRefused(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.name === "ConditionalCheckFailedException" || isRefused(error.cause);
}
