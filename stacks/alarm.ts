import { alarm } from "./alarm-rule.ts";
import { api } from "./api.ts";
import { reconcile } from "./cron.ts";
import { streamFailures, streamSubscriber } from "./stream.ts";
import { machines } from "./workflow.ts";

alarm("StreamFailuresAlarm", {
  says: "Side effects of some commits failed for good; read the queue, then redrive.",
  namespace: "AWS/SQS",
  metric: "ApproximateNumberOfMessagesVisible",
  dimensions: { QueueName: streamFailures.nodes.queue.name },
  statistic: "Maximum",
  above: 0,
  periodSeconds: 60,
});

alarm("StreamLagAlarm", {
  says: "Side effects run more than five minutes behind the commits.",
  namespace: "AWS/Lambda",
  metric: "IteratorAge",
  dimensions: { FunctionName: streamSubscriber.nodes.function.name },
  statistic: "Maximum",
  above: 5 * 60_000,
  periodSeconds: 300,
});

for (const [name, machine] of Object.entries(machines)) {
  alarm(`${name}FailedAlarm`, {
    says: `Executions of the ${name} machine failed; the reconciler starts them anew.`,
    namespace: "AWS/States",
    metric: "ExecutionsFailed",
    dimensions: { StateMachineArn: machine.arn },
    statistic: "Sum",
    above: 0,
    periodSeconds: 300,
  });
}

alarm("ReconcileAlarm", {
  says: "The reconciler fails repeatedly; lost rings stay lost.",
  namespace: "AWS/Lambda",
  metric: "Errors",
  dimensions: { FunctionName: reconcile.nodes.function.name },
  statistic: "Sum",
  above: 2,
  periodSeconds: 300,
});

alarm("ApiErrorsAlarm", {
  says: "The API answered 5xx more than five times in five minutes.",
  namespace: "AWS/ApiGateway",
  metric: "5xx",
  dimensions: { ApiId: api.nodes.api.id },
  statistic: "Sum",
  above: 5,
  periodSeconds: 300,
});
