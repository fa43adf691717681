import { secondMs } from "#shared/core/clock.ts";
import type { SettingValues } from "#shared/setting/groups.ts";
import { NoCredentials } from "./fault.ts";

/**
 * Clients for the accounts that actions work in. One file per service, loaded when an action calls it: bundlers cut
 * at files, and a function that calls none of them must not read them at its start. The platform's own are in
 * functions/lib/clients.ts.
 */

export type AwsAccount = SettingValues["aws"]["accounts"][number];

/** In which account a call is made, and until when its answer is waited for. */
export type Way = { account: AwsAccount; signal: AbortSignal };

/** Who takes a role is written down by AWS under this name. */
const sessionName = "countersign";

// Below the lease of a claimed call even where one call of a driver makes several of these.
const requestHandler = {
  connectionTimeout: 3 * secondMs,
  requestTimeout: 15 * secondMs,
  throwOnRequestTimeout: true,
};

async function credentialsOf({ region, roleArn }: AwsAccount) {
  if (roleArn === "") return {};
  const { fromTemporaryCredentials } = await import("./role.ts");
  const params = { RoleArn: roleArn, RoleSessionName: sessionName };
  const brief = { ...requestHandler, requestTimeout: 5 * secondMs };
  const clientConfig = { region, maxAttempts: 2, requestHandler: brief };
  return { credentials: fromTemporaryCredentials({ params, clientConfig }) };
}

async function configOf(account: AwsAccount) {
  // One attempt: who called decides whether it may be made again, knowing what it does.
  const common = { region: account.region, maxAttempts: 1, requestHandler };
  return { ...common, ...(await credentialsOf(account)) };
}

type Config = Awaited<ReturnType<typeof configOf>>;

/** The client of a service for an account, made at its first use. Throws NoCredentials before anything is sent. */
export function perAccount<Client extends { config: { credentials: () => Promise<unknown> } }>(
  make: (config: Config) => Client,
): (way: Way) => Promise<Client> {
  const clients = new Map<string, Promise<Client>>();
  return async ({ account, signal }) => {
    const key = JSON.stringify([account.name, account.region, account.roleArn]);
    const making = clients.get(key) ?? configOf(account).then(make);
    clients.set(key, making);
    const client = await making;
    try {
      await unlessAborted(client.config.credentials(), signal);
    } catch (error) {
      throw new NoCredentials(error);
    }
    return client;
  };
}

/** What every call is sent with. */
export function until({ signal }: Way): { abortSignal: AbortSignal } {
  return { abortSignal: signal };
}

function unlessAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
  });
  return Promise.race([work, aborted]);
}
