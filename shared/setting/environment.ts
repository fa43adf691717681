let check: (() => void) | undefined;

/** Put in place once by the function that starts: verbs do not know what it must find around it. */
export function useEnvironmentCheck(given: () => void): void {
  check = given;
}

/** Throws what this process misses, by names, never by values. */
export function checkEnvironment(): void {
  if (check === undefined) throw new Error("no check: call useEnvironmentCheck at start");
  check();
}
