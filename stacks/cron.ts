import { sendMail } from "./email.ts";
import { everyFunction } from "./function.ts";
import { ringMachines } from "./machine-arn.ts";
import { useTable } from "./table.ts";

/** Rings whatever should have moved by now and sends mails that were left behind. No retry: the next minute is one. */
export const reconcile = new sst.aws.CronV2("Reconcile", {
  schedule: "rate(1 minute)",
  retries: 0,
  function: {
    ...everyFunction,
    handler: "functions/cron/reconcile.handler",
    timeout: "55 seconds",
    retries: 0,
    permissions: [...useTable, ringMachines, sendMail],
  },
});
