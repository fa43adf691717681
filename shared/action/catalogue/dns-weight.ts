import * as z from "zod";
import { awsAccount, awsTimeout, everyScene } from "#shared/action/aws-fields.ts";
import { defineAction } from "#shared/action/definition.ts";
import { field } from "#shared/core/fields.ts";
import { both } from "#shared/core/text.ts";

const weight = z.number().int().min(0).max(255);
/** What must be remembered of one operation stays small. */
const mostSets = 20;

const Weights = z
  .record(z.string().min(1).max(128), weight)
  .refine((weights) => Object.keys(weights).length > 0, {
    params: { code: "too_small" },
    message: "At least one weight is needed.",
  })
  .refine((weights) => Object.keys(weights).length <= mostSets, {
    params: { code: "too_big" },
    message: `At most ${mostSets} weights.`,
  });

export const DnsWeightParameters = z.strictObject({
  account: awsAccount,
  zone: field(z.string().regex(/^[A-Z0-9]{1,32}$/), {
    name: both("Hosted zone", "托管区域"),
    isFixed: true,
    options: { source: "dns.zones", dependsOn: ["account"] },
  }),
  record: field(z.string().regex(/^[^\s.][^\s]{0,254}$/), {
    name: both("Name of the record", "记录名称"),
    help: both("In full, e.g. www.example.com.", "完整域名，例如 www.example.com。"),
    options: { source: "dns.records", dependsOn: ["account", "zone"] },
  }),
  type: field(z.enum(["A", "AAAA", "CNAME", "HTTPS", "MX", "SRV", "SVCB", "TXT"]).default("A"), {
    name: both("Type", "记录类型"),
  }),
  weights: field(Weights, {
    name: both("Weights", "权重"),
    help: both(
      "By set identifier, 0 to 255. Sets that are not named keep theirs.",
      "按 Set Identifier 填写，0 到 255；未列出的保持不变。",
    ),
  }),
  timeoutSeconds: awsTimeout(900),
});
export type DnsWeightParameters = z.output<typeof DnsWeightParameters>;

/** The weights that were there before. */
function back(given: DnsWeightParameters, { previous }: Record<string, unknown>) {
  const before = Weights.safeParse(previous);
  if (!before.success) return null;
  const isSame = Object.entries(given.weights).every(([set, value]) => before.data[set] === value);
  return isSame ? null : { ...given, weights: before.data };
}

export const dnsWeight = defineAction({
  code: "dns.weight",
  name: both("Shift weights in DNS", "调整 DNS 权重"),
  description: both(
    "Sets weights of records in Route 53, and waits until all name servers know.",
    "设置 Route 53 记录的权重，并等待所有域名服务器生效。",
  ),
  category: "network",
  scenes: everyScene,
  isVisible: true,
  displayOrder: 260,
  parameters: DnsWeightParameters,
  output: z.object({
    previous: field(z.record(z.string(), weight), { name: both("Weights before", "变更前权重") }),
    weights: field(z.record(z.string(), weight), { name: both("Weights", "权重") }),
    changeId: field(z.string().nullable(), {
      name: both("Change", "变更 ID"),
      help: both("Null: nothing had to be changed.", "为空：无需变更。"),
    }),
  }),
  requiredSettings: ["aws"],
  isIdempotent: () => true,
  mode: () => "poll",
  risk: "high",
  inverse: { code: "dns.weight", parameters: back },
  canCancel: () => false,
  canFind: false,
  timeoutSeconds: ({ timeoutSeconds }) => timeoutSeconds,
  targets: null,
  hasDryRun: true,
});
