import { bucket } from "./bucket.ts";
import { email } from "./email.ts";
import { machineArn } from "./machine-arn.ts";
import { router } from "./router.ts";
import { secret } from "./secret.ts";
import { table } from "./table.ts";
import { vaultPath } from "./vault.ts";

/**
 * What functions/lib/env.ts reads. The endpoints, TIME_SCALE, TEST_CLOCK and HTTP_ALLOW_PRIVATE are absent on purpose: they are for
 * one machine and for tests.
 */
const environment = {
  TABLE_NAME: table.name,
  BUCKET_NAME: bucket.name,
  APPROVAL_MACHINE_ARN: machineArn("approval"),
  RUN_MACHINE_ARN: machineArn("run"),
  PUBLIC_URL: router.url,
  MAIL_FROM: email.sender,
  VAULT_PATH: vaultPath,
  REPORT_ZONE: "Asia/Shanghai",
  SIGNING_SECRET: secret.signing.value,
  // CloudFront stands between the caller and the gateway.
  TRUSTED_PROXIES: "1",
};

/** Every function: the same runtime, environment and logs. Nothing is linked, because a link grants every action. */
export const everyFunction = {
  runtime: "nodejs24.x",
  architecture: "arm64",
  memory: "1024 MB",
  environment,
  // What a function seldom needs, clients of other services above all, is not read at its start.
  nodejs: { splitting: true },
  logging: { format: "json", retention: "3 months" },
} as const;
