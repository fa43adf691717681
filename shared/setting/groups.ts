import * as z from "zod";
import { field, SecretRef } from "#shared/core/fields.ts";
import { both, type Bilingual } from "#shared/core/text.ts";

/**
 * What an administrator sets for the whole product, in groups. Maps are lists of named entries, so that one
 * structured editor serves all. A group that was never saved has its schema's defaults.
 */

const entryName = field(z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/), {
  name: both("Name", "名称"),
  help: both("What plans call it.", "预案中使用的名称。"),
});
/** A password in an address would be kept, shown and logged as plain text: secrets are referred to. */
const webAddress = z
  .url({ protocol: /^https?$/ })
  .max(300)
  .refine((text) => !/^https?:\/\/[^/?#]*@/i.test(text), {
    params: { code: "credentials_in_url" },
    message: "An address holds no user name and no password.",
  });
const url = (name: Bilingual) => field(webAddress, { name });
const seconds = z.number().int().min(1);

const Platform = z.strictObject({
  nodeTimeoutSeconds: field(seconds.max(30 * 86_400).default(86_400), {
    name: both("Longest operation", "单个操作的最长时间"),
    help: both(
      "Holds where neither step nor action set a time-out.",
      "步骤和原子操作都未设置超时时生效。",
    ),
    unit: "seconds",
  }),
  orderTimeoutSeconds: field(seconds.max(90 * 86_400).default(7 * 86_400), {
    name: both("Longest run", "执行单的最长时间"),
    help: both("Time in which people are waited for does not count.", "等待人工的时间不计入。"),
    unit: "seconds",
  }),
  decisionSeconds: field(seconds.max(30 * 86_400).default(86_400), {
    name: both("Time to approve a run or to complete its parameters", "审批或补全参数的时限"),
    unit: "seconds",
  }),
  reviewSeconds: field(seconds.max(30 * 86_400).default(3 * 86_400), {
    name: both("Time for the review after a break-glass start", "破窗执行后的复核时限"),
    unit: "seconds",
  }),
  mostAutomaticRuns: field(z.number().int().min(0).max(100).default(5), {
    name: both("Automatic runs at the same time", "同时进行的自愈执行数上限"),
  }),
  drillTargets: field(z.array(z.string().min(1).max(200)).max(100).default([]), {
    name: both("Targets that drills may touch", "演练允许触及的目标"),
    help: both(
      "Names with * for any text. A drill refuses every other target.",
      "可用 * 匹配任意文本；演练拒绝其他目标。",
    ),
  }),
});

/** A name or an address, below a star or with a port; IPv6 stands in brackets where a port follows. */
const hostPattern =
  /^(\*\.)?[a-z0-9]([a-z0-9.:-]{0,250}[a-z0-9])?$|^\[[0-9a-f:.]{2,45}\](:\d{1,5})?$/i;

const Outbound = z.strictObject({
  hosts: field(
    z
      .array(
        z.strictObject({
          host: field(z.string().regex(hostPattern), {
            name: both("Host", "主机"),
            help: both(
              "A name or an address, with :port for this port only; *.example.com for all below it.",
              "域名或地址，加 :端口 则只允许该端口；*.example.com 表示其下所有主机。",
            ),
          }),
          isInner: field(z.boolean().default(false), {
            name: both("May be an inner address", "允许内网地址"),
            help: both(
              "Of a private network or this machine. Clusters and servers inside need it.",
              "私有网络或本机地址；内网的集群和服务器需要勾选。",
            ),
          }),
        }),
      )
      .max(200)
      .default([]),
    {
      name: both("Hosts that may be called", "允许访问的主机"),
      help: both(
        "Holds for plans, automation, forms and their sources. Empty: every public host. The cloud's metadata address is never called.",
        "适用于预案、自动化、表单及其数据源。为空：允许所有公网主机。云元数据地址永远不会被访问。",
      ),
    },
  ),
});

const Kubernetes = z.strictObject({
  clusters: field(
    z
      .array(
        z.strictObject({
          name: entryName,
          url: url(both("API server", "API Server 地址")),
          token: field(SecretRef, { name: both("Bearer token", "访问令牌") }),
          namespaces: field(
            z
              .array(z.string().regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/))
              .max(200)
              .default([]),
            {
              name: both("Namespaces", "命名空间"),
              help: both(
                "Actions work in these only. Empty: in all that the token may list.",
                "仅允许在这些命名空间中操作；为空表示令牌可列出的全部命名空间。",
              ),
            },
          ),
          ca: field(z.string().max(20_000).default(""), {
            name: both("CA certificate (PEM)", "CA 证书 (PEM)"),
            isLong: true,
          }),
        }),
      )
      .max(50)
      .default([]),
    { name: both("Clusters", "集群") },
  ),
});

const Jenkins = z.strictObject({
  servers: field(
    z
      .array(
        z.strictObject({
          name: entryName,
          url: url(both("Address", "地址")),
          user: field(z.string().min(1).max(100), { name: both("User", "用户") }),
          token: field(SecretRef, { name: both("API token", "API 令牌") }),
        }),
      )
      .max(50)
      .default([]),
    { name: both("Servers", "服务器") },
  ),
});

const Prometheus = z.strictObject({
  servers: field(
    z
      .array(
        z.strictObject({
          name: entryName,
          url: url(both("Address", "地址")),
          token: field(SecretRef.optional(), { name: both("Bearer token", "访问令牌") }),
        }),
      )
      .max(50)
      .default([]),
    { name: both("Servers", "服务器") },
  ),
});

const Aws = z.strictObject({
  accounts: field(
    z
      .array(
        z.strictObject({
          name: entryName,
          region: field(z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/), {
            name: both("Region", "区域"),
          }),
          roleArn: field(z.string().max(300).default(""), {
            name: both("Role to take", "要扮演的角色"),
            help: both("Empty: the platform's own role.", "为空：使用平台自身的角色。"),
          }),
        }),
      )
      .max(50)
      .default([]),
    { name: both("Accounts and regions", "账号与区域") },
  ),
});

const Features = z.strictObject({
  planTriggers: field(z.boolean().default(true), {
    name: both("Plans start by themselves", "预案自动触发"),
    help: both(
      "Off: schedules and alarms start nothing. People still start plans.",
      "关闭后，定时和告警不再触发预案；仍可人工执行。",
    ),
  }),
  drills: field(z.boolean().default(true), {
    name: both("Drills", "演练"),
    help: both("Off: nobody starts a drill.", "关闭后，任何人都不能发起演练。"),
  }),
});

type Group = {
  name: Bilingual;
  help: Bilingual;
  schema: z.ZodObject;
  isSet: (value: never) => boolean;
};

function group<Schema extends z.ZodObject>(
  schema: Schema,
  {
    name,
    help,
    isSet,
  }: { name: Bilingual; help: Bilingual; isSet?: (value: z.output<Schema>) => boolean },
): {
  name: Bilingual;
  help: Bilingual;
  schema: Schema;
  isSet: (value: z.output<Schema>) => boolean;
} {
  return { schema, name, help, isSet: isSet ?? (() => true) };
}

/** Every group by its key. `isSet` says whether actions that require it can work. */
export const settingGroups = {
  platform: group(Platform, {
    name: both("Runs", "执行"),
    help: both("Limits that hold for every run.", "适用于所有执行单的限制。"),
  }),
  outbound: group(Outbound, {
    name: both("Ways out", "对外访问"),
    help: both("Which hosts the platform may call.", "平台允许访问的主机。"),
  }),
  kubernetes: group(Kubernetes, {
    name: both("Kubernetes", "Kubernetes"),
    help: both("Clusters that actions work on.", "原子操作可用的集群。"),
    isSet: ({ clusters }) => clusters.length > 0,
  }),
  jenkins: group(Jenkins, {
    name: both("Jenkins", "Jenkins"),
    help: both("Servers that build and deploy.", "构建与部署服务器。"),
    isSet: ({ servers }) => servers.length > 0,
  }),
  prometheus: group(Prometheus, {
    name: both("Prometheus", "Prometheus"),
    help: both("Servers that are asked for figures.", "查询监控指标的服务器。"),
    isSet: ({ servers }) => servers.length > 0,
  }),
  aws: group(Aws, {
    name: both("AWS", "AWS"),
    help: both("Accounts that actions work in.", "原子操作可用的 AWS 账号。"),
    isSet: ({ accounts }) => accounts.length > 0,
  }),
  features: group(Features, {
    name: both("Switches", "功能开关"),
    help: both("What is on, and what is off.", "各项功能的启用与停用。"),
  }),
} as const satisfies Record<string, Group>;

export type SettingGroup = keyof typeof settingGroups;
export type SettingValues = {
  [Key in SettingGroup]: z.output<(typeof settingGroups)[Key]["schema"]>;
};

export const SettingGroup = z.enum(Object.keys(settingGroups) as [SettingGroup, ...SettingGroup[]]);

/** What holds in a group that nobody has saved. */
export function defaultsOf<Key extends SettingGroup>(key: Key): SettingValues[Key] {
  return settingGroups[key].schema.parse({}) as SettingValues[Key];
}
