import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stateMachineArn } from "./sfn/engine.ts";

/** Addresses of the embedded engines. */
export type Endpoints = {
  dynamodb: string;
  sfn: string;
  ses: string;
  s3: string;
  ssm: string;
};

/** Names of the one table and bucket of the embedded stack, and the credentials its engines accept. */
export const local = {
  table: "countersign",
  bucket: "countersign-files",
  credentials: { accessKeyId: "local", secretAccessKey: "local" },
} as const;

/** The environment of every handler. Nothing in it can reach AWS: services not listed get a dead address. */
export function handlerEnvironment(options: {
  endpoints: Endpoints;
  publicUrl: string;
  signingSecret: string;
  timeScale: number;
  /** Where scaled time starts, so that it does not jump back at a restart. */
  timeEpochMs: number;
  testClock: boolean;
  release: { id: string; order: number };
}): Record<string, string> {
  const { endpoints, publicUrl } = options;
  return {
    TABLE_NAME: local.table,
    BUCKET_NAME: local.bucket,
    APPROVAL_MACHINE_ARN: stateMachineArn("approval"),
    RUN_MACHINE_ARN: stateMachineArn("run"),
    PUBLIC_URL: publicUrl,
    S3_PUBLIC_URL: `${publicUrl}/_s3`,
    MAIL_FROM: "countersign@demo.test",
    VAULT_PATH: "/countersign/local",
    RELEASE_ID: options.release.id,
    RELEASE_ORDER: String(options.release.order),
    SIGNING_SECRET: options.signingSecret,
    HTTP_ALLOW_PRIVATE: "1",
    TIME_SCALE: String(options.timeScale),
    TIME_EPOCH: String(options.timeEpochMs),
    ...(options.testClock ? { TEST_CLOCK: "1" } : {}),
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: local.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: local.credentials.secretAccessKey,
    AWS_ENDPOINT_URL: "http://127.0.0.1:9",
    AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodb,
    AWS_ENDPOINT_URL_DYNAMODB_STREAMS: endpoints.dynamodb,
    AWS_ENDPOINT_URL_SFN: endpoints.sfn,
    AWS_ENDPOINT_URL_SESV2: endpoints.ses,
    AWS_ENDPOINT_URL_S3: endpoints.s3,
    AWS_ENDPOINT_URL_SSM: endpoints.ssm,
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
  };
}

/** Puts the environment in place and removes what would make the SDK prefer the user's own AWS account. */
export function applyEnvironment(variables: Record<string, string>): void {
  for (const name of ["AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"]) {
    delete process.env[name];
  }
  Object.assign(process.env, variables);
}

/** A secret that is made once and kept in the data directory. */
export function keptSecret(dataDir: string | undefined, name: string, bytes = 32): string {
  return kept(dataDir, name, () => randomBytes(bytes).toString("base64url"));
}

/**
 * A value that is made once and kept in the data directory (which the caller has locked); without a directory it
 * lasts as long as the process. Renamed into place: a kill must not leave an empty secret.
 */
export function kept(dataDir: string | undefined, name: string, make: () => string): string {
  if (!dataDir) return make();
  const path = join(dataDir, name);
  if (!existsSync(path)) {
    writeFileSync(`${path}.next`, make(), { mode: 0o600 });
    renameSync(`${path}.next`, path);
  }
  return readFileSync(path, "utf8").trim();
}

/** Every start counts as a deployment. Its number is the time, but never below that of the start before. */
export function nextRelease(dataDir: string | undefined): { id: string; order: number } {
  const path = dataDir && join(dataDir, "release-order");
  const before = path && existsSync(path) ? Number(readFileSync(path, "utf8")) : 0;
  const order = Math.max(Date.now(), before + 1);
  if (path) writeFileSync(path, String(order));
  return { id: `local ${new Date(order).toISOString().slice(0, 19)}Z`, order };
}
