import { alarmMail } from "./stage.ts";

const topic = new aws.sns.Topic("Alarms");

if (alarmMail) {
  new aws.sns.TopicSubscription("AlarmMail", {
    topic: topic.arn,
    protocol: "email",
    endpoint: alarmMail,
  });
}

/** One CloudWatch metric and the level at which somebody should know. */
export interface Watch {
  /** What it means, for whoever is woken. */
  says: string;
  namespace: string;
  metric: string;
  dimensions: Record<string, $util.Input<string>>;
  statistic: "Sum" | "Maximum";
  /** Raised when the statistic of a period is above it. */
  above: number;
  periodSeconds: number;
}

/** Raises `<name>` after one bad period, and says when it is over. */
export function alarm(name: string, watch: Watch): void {
  new aws.cloudwatch.MetricAlarm(name, {
    alarmDescription: watch.says,
    namespace: watch.namespace,
    metricName: watch.metric,
    dimensions: watch.dimensions,
    statistic: watch.statistic,
    comparisonOperator: "GreaterThanThreshold",
    threshold: watch.above,
    period: watch.periodSeconds,
    evaluationPeriods: 1,
    treatMissingData: "notBreaching",
    alarmActions: [topic.arn],
    okActions: [topic.arn],
  });
}
