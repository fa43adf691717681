import { sendMail } from "./email.ts";
import { everyFunction } from "./function.ts";
import { ringMachines } from "./machine-arn.ts";
import { table, useTable } from "./table.ts";

/** Batches that failed for good. It holds where in the stream they were, not the records: the reconciler makes up for the rings. */
export const streamFailures = new sst.aws.Queue("StreamFailures", {
  transform: { queue: { messageRetentionSeconds: 14 * 24 * 3600 } },
});

const reportFailure = { actions: ["sqs:SendMessage"], resources: [streamFailures.arn] };

/** Side effects of every commit: ring, notify, count. */
export const streamSubscriber = table.subscribe(
  "Outbox",
  {
    ...everyFunction,
    handler: "functions/stream/handler.handler",
    timeout: "60 seconds",
    permissions: [...useTable, ringMachines, sendMail, reportFailure],
  },
  {
    transform: {
      eventSourceMapping: {
        batchSize: 100,
        // Items of one key stay in order whatever the factor.
        parallelizationFactor: 4,
        functionResponseTypes: ["ReportBatchItemFailures"],
        bisectBatchOnFunctionError: true,
        maximumRetryAttempts: 8,
        maximumRecordAgeInSeconds: 3600,
        destinationConfig: { onFailure: { destinationArn: streamFailures.arn } },
      },
    },
  },
);
