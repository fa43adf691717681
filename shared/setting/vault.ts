/**
 * Where the values of secrets are. What may be read of them is decided before: a version exists when the table
 * names it (`secret-store.ts`), whatever else a vault may hold. Every method throws VAULT_FAILED, without the value.
 */
export type Vault = {
  /** Keeps a value as the next version of this name, and says which one that is. */
  put: (name: string, value: string) => Promise<number>;
  /** Undefined when there is no such version. */
  read: (name: string, version: number) => Promise<string | undefined>;
  /** Destroys all versions of a name; does nothing when there is none. */
  remove: (name: string) => Promise<void>;
};

let current: Vault | undefined;

/** Put in place once by the function that starts: verbs know no vault. */
export function useVault(vault: Vault): void {
  current = vault;
}

export function vault(): Vault {
  if (current === undefined) throw new Error("no vault: call useVault at start");
  return current;
}
