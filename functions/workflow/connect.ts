import { connectActions } from "#functions/action/providers.ts";
import { useStorage, type Storage } from "#shared/attachment/storage.ts";
import { useVault, type Vault } from "#shared/setting/vault.ts";

/** Loads something at the first call of one of its methods, all of which answer later anyway. */
function onDemand<Thing extends object>(load: () => Promise<Thing>): Thing {
  return new Proxy({} as Thing, {
    get:
      (_nothing, name) =>
      async (...given: unknown[]) => {
        const thing = await load();
        const method = thing[name as keyof Thing] as (...given: unknown[]) => unknown;
        return method(...given);
      },
  });
}

/**
 * What the run machine's functions need around them: options, secrets of calls, a place for long logs. Few calls
 * have the last two, and their clients are half as large as all the rest.
 */
export function connectRuns(): void {
  connectActions();
  useVault(onDemand<Vault>(async () => (await import("#functions/lib/vault.ts")).parameterVault));
  useStorage(
    onDemand<Storage>(async () => (await import("#functions/lib/storage.ts")).fileStorage),
  );
}
