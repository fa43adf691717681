import * as z from "zod";

const flag = z
  .enum(["0", "1"])
  .default("0")
  .transform((value) => value === "1");

const Environment = z.object({
  TABLE_NAME: z.string().min(1),
  BUCKET_NAME: z.string().min(1),
  APPROVAL_MACHINE_ARN: z.string().min(1),
  RUN_MACHINE_ARN: z.string().min(1),
  /** Address of the web app, without a slash at the end; the only origin that may write. */
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, "")),
  MAIL_FROM: z.string().min(3),
  /** Where in Parameter Store the secrets of this stage are: `/countersign/<stage>`. */
  VAULT_PATH: z.string().regex(/^(\/[\w.-]+)+$/),
  /** The deployment this process belongs to, and a number that grows with each. */
  RELEASE_ID: z.string().default("unknown"),
  RELEASE_ORDER: z.coerce.number().int().min(0).default(0),
  REPORT_ZONE: z.string().default("Asia/Shanghai"),
  SIGNING_SECRET: z.string().min(16),
  /** For one machine and tests only. A scale of 60 lets a minute pass every second. */
  TIME_SCALE: z.coerce.number().positive().default(1),
  /** Milliseconds since 1970 from which scaled time counts; without it, from the start of the process. */
  TIME_EPOCH: z.coerce.number().int().optional(),
  TEST_CLOCK: flag,
  /** Lets the platform call inner addresses; shared/outbound reads it. For one machine and tests only. */
  HTTP_ALLOW_PRIVATE: flag,
  RATE_LIMIT_PER_MINUTE: z.coerce.number().int().min(1).default(1200),
  /** How many proxies of ours stand before the gateway and add to X-Forwarded-For. */
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(5).default(0),
});

export type Env = {
  tableName: string;
  bucketName: string;
  approvalMachineArn: string;
  runMachineArn: string;
  publicUrl: string;
  mailFrom: string;
  vaultPath: string;
  releaseId: string;
  releaseOrder: number;
  reportZone: string;
  signingSecret: string;
  timeScale: number;
  timeEpochMs: number;
  testClock: boolean;
  rateLimitPerMinute: number;
  trustedProxies: number;
};

/** Checks the environment as a whole: a function with a missing or wrong variable must not start. */
export function readEnv(variables: Record<string, string | undefined>): Env {
  const found = Environment.parse(variables);
  return {
    tableName: found.TABLE_NAME,
    bucketName: found.BUCKET_NAME,
    approvalMachineArn: found.APPROVAL_MACHINE_ARN,
    runMachineArn: found.RUN_MACHINE_ARN,
    publicUrl: found.PUBLIC_URL,
    mailFrom: found.MAIL_FROM,
    vaultPath: found.VAULT_PATH,
    releaseId: found.RELEASE_ID,
    releaseOrder: found.RELEASE_ORDER,
    reportZone: found.REPORT_ZONE,
    signingSecret: found.SIGNING_SECRET,
    timeScale: found.TIME_SCALE,
    timeEpochMs: found.TIME_EPOCH ?? Date.now(),
    testClock: found.TEST_CLOCK,
    rateLimitPerMinute: found.RATE_LIMIT_PER_MINUTE,
    trustedProxies: found.TRUSTED_PROXIES,
  };
}

let read: Env | undefined;

/** The environment of this process, read once: at the first use, so that what embeds it can set it before. */
export function env(): Env {
  read ??= readEnv(process.env);
  return read;
}
