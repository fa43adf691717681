import {
  DeleteParameterCommand,
  GetParameterCommand,
  ParameterNotFound,
  ParameterVersionNotFound,
  PutParameterCommand,
} from "@aws-sdk/client-ssm";
import { AppError } from "#shared/core/error.ts";
import { useVault, type Vault } from "#shared/setting/vault.ts";
import { parameters } from "./clients.ts";
import { env } from "./env.ts";
import { logger } from "./logger.ts";

function pathOf(name: string): string {
  return `${env().vaultPath}/${name}`;
}

/** SSM's own messages quote what they refuse: only the kind of an error may leave this file. */
async function guarded<Answer>(deed: string, name: string, call: () => Promise<Answer>) {
  try {
    return await call();
  } catch (error) {
    const kind = error instanceof Error ? error.name : "unknown";
    logger.error("vault failed", { deed, secret: name, kind });
    throw new AppError("VAULT_FAILED", `The vault gave no answer: ${kind}.`);
  }
}

const put: Vault["put"] = (name, Value) =>
  guarded("put", name, async () => {
    const kept = { Type: "SecureString", Overwrite: true } as const;
    const command = new PutParameterCommand({ Name: pathOf(name), Value, ...kept });
    const { Version } = await parameters().send(command);
    if (Version === undefined) throw new Error("no version");
    return Version;
  });

const read: Vault["read"] = (name, version) =>
  guarded("read", name, async () => {
    const Name = `${pathOf(name)}:${version}`;
    try {
      const command = new GetParameterCommand({ Name, WithDecryption: true });
      return (await parameters().send(command)).Parameter?.Value;
    } catch (error) {
      const isMissing =
        error instanceof ParameterNotFound || error instanceof ParameterVersionNotFound;
      if (isMissing) return undefined;
      throw error;
    }
  });

const remove: Vault["remove"] = (name) =>
  guarded("remove", name, async () => {
    try {
      await parameters().send(new DeleteParameterCommand({ Name: pathOf(name) }));
    } catch (error) {
      if (!(error instanceof ParameterNotFound)) throw error;
    }
  });

/** Secrets in SSM Parameter Store. */
export const parameterVault: Vault = { put, read, remove };

/** Lets the verbs keep secrets there. For every function that calls the verbs of secrets. */
export function connectVault(): void {
  useVault(parameterVault);
}
