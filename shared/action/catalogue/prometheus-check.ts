import * as z from "zod";
import { defineAction } from "#shared/action/definition.ts";
import { field } from "#shared/core/fields.ts";
import { both } from "#shared/core/text.ts";

const seconds = z.number().int().min(0).max(86_400);

export const PrometheusCheckParameters = z.strictObject({
  server: field(z.string().min(1).max(40), {
    name: both("Server", "服务器"),
    options: { source: "prometheus.servers" },
  }),
  query: field(z.string().min(1).max(4000), {
    name: both("Query (PromQL)", "查询语句 (PromQL)"),
    isLong: true,
  }),
  comparison: field(z.enum([">", ">=", "<", "<=", "==", "!="]), {
    name: both("The value must be", "比较方式"),
  }),
  threshold: field(z.number(), { name: both("Threshold", "阈值") }),
  series: field(z.enum(["all", "any"]).default("all"), {
    name: both("Of several series", "存在多条序列时"),
    help: both("all: every one; any: at least one.", "all：全部满足；any：任一满足。"),
  }),
  ifEmpty: field(z.enum(["inconclusive", "failed", "passed"]).default("inconclusive"), {
    name: both("No series at all means", "没有任何序列时"),
    help: both(
      "inconclusive: nobody can tell, and the step fails as such.",
      "inconclusive：无法判断，步骤按“无法判断”失败。",
    ),
  }),
  waitSeconds: field(seconds.default(0), {
    name: both("May become so within", "允许达成的时间"),
    help: both("0: it must be so at once.", "0 表示立即满足。"),
    unit: "seconds",
  }),
  holdSeconds: field(seconds.default(0), {
    name: both("Must stay so for", "需持续的时间"),
    help: both(
      "A break begins it anew while there is time left.",
      "期间中断则在剩余时间内重新计时。",
    ),
    unit: "seconds",
  }),
  everySeconds: field(z.number().int().min(5).max(3600).default(15), {
    name: both("Ask every", "查询间隔"),
    unit: "seconds",
  }),
});
export type PrometheusCheckParameters = z.output<typeof PrometheusCheckParameters>;

export const prometheusCheck = defineAction({
  code: "prometheus.check",
  name: both("Prometheus check", "Prometheus 指标检查"),
  description: both(
    "Compares the value of a query, now, within some time or for some time.",
    "比较查询结果：立即、限时达成或持续保持。",
  ),
  category: "infrastructure",
  scenes: ["EMERGENCY", "SELF_RECOVERY", "RECOVERY"],
  isVisible: true,
  displayOrder: 400,
  parameters: PrometheusCheckParameters,
  output: z.object({
    value: field(z.number().nullable(), { name: both("Value", "数值") }),
    series: field(z.number(), { name: both("Series", "序列数") }),
  }),
  requiredSettings: ["prometheus", "outbound"],
  isIdempotent: () => true,
  mode: ({ waitSeconds, holdSeconds }) => (waitSeconds + holdSeconds > 0 ? "poll" : "sync"),
  canCancel: () => true,
  canFind: false,
  risk: "low",
  inverse: null,
  timeoutSeconds: ({ waitSeconds, holdSeconds }) => waitSeconds + holdSeconds + 300,
  targets: null,
  hasDryRun: true,
});
