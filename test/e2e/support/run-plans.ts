import { createKubernetes } from "#test/support/peers/web/kubernetes/kubernetes.ts";
import { start } from "#test/support/peers/web/peer.ts";
import type { Api } from "./api.ts";

/** What runs of a walk are made of: plans of their own, and a cluster to work on. */

const provisioner = "{{platform.url}}/_demo/provisioner/servers";
const build = (server: string) =>
  `{ url: "${provisioner}", mode: poll, idempotent: true, poll: { everySeconds: 1 }, body: { name: ${server} } }`;

/** Publishes a plan; its id. */
export async function publishPlan(api: Api, source: string): Promise<string> {
  const dave = await api.as("dave");
  const { id } = await dave.call("createPlan", { body: { source } });
  await dave.call("publishPlan", { params: { id }, body: { reason: "For a walk" } });
  return id;
}

/** Confirmed first; then a step that fails at first and an address that nobody has given. */
export function scaleOut(name: string, slug: string): string {
  return `scene: EMERGENCY
name: { en: "${name}", zh-CN: "${name}" }
owners: [dave@demo.test, chen.jing@demo.test]
service: shop-web
expectedSeconds: 60
concurrencyKey: ${slug}
breakGlass: [dave@demo.test, bob@demo.test]
shared: { headers: { x-reason: scale-out } }
steps:
  - id: first
    name: { en: Build the first server, zh-CN: 创建第一台服务器 }
    action: http.request
    executeStrategy: { preConfirm: true, confirmTimeoutSeconds: 1800, timeoutSeconds: 120 }
    executeContext: ${build(`${slug}-01`)}
    expectedSeconds: 5
  - id: second
    name: { en: Build the second server, zh-CN: 创建第二台服务器 }
    action: http.request
    executeContext: ${build(`flaky-${slug}`)}
    expectedSeconds: 5
  - id: tell
    name: { en: Tell the load balancer, zh-CN: 通知负载均衡 }
    action: http.request
    executeStrategy: { isCritical: false }
    executeContext: { method: POST, body: { name: ${slug}-pool } }
  - id: settle
    name: { en: Let the load settle, zh-CN: 等待负载稳定 }
    action: wait
    executeContext: { seconds: 3 }
`;
}

/** Three parts in their fixed order, approved by a colleague; the first has a step of care. */
export function recovery(name: string, slug: string): string {
  return `scene: RECOVERY
name: { en: "${name}", zh-CN: "${name}" }
owners: [dave@demo.test]
service: core-database
expectedSeconds: 60
concurrencyKey: ${slug}
approval: { count: 1, from: [chen.jing@demo.test, dave@demo.test] }
plans:
  - type: DISASTER_SWITCH
    confirmBy: [dave@demo.test, chen.jing@demo.test]
    steps:
      - id: drain
        name: { en: Let running transactions end, zh-CN: 等待在途事务结束 }
        action: wait
        executeStrategy: { gracefulOnly: true, isCritical: false }
        executeContext: { seconds: 120 }
      - id: promote
        name: { en: Promote the standby, zh-CN: 提升备库 }
        action: http.request
        executeContext: ${build(`${slug}-standby`)}
        expectedSeconds: 5
  - type: DISASTER_RECOVERY
    confirmBy: [dave@demo.test]
    steps:
      - id: rebuild
        name: { en: Rebuild the first site, zh-CN: 重建主机房 }
        action: http.request
        executeContext: ${build(`${slug}-primary`)}
        expectedSeconds: 5
`;
}

/** A step on many targets that can be undone, and one whose effect stays unknown. */
export function clusterWork(name: string, slug: string, deployments: string[], dead: string) {
  return `scene: EMERGENCY
name: { en: "${name}", zh-CN: "${name}" }
owners: [dave@demo.test]
concurrencyKey: ${slug}
steps:
  - id: scale
    name: { en: Scale out the shop, zh-CN: 商城应用扩容 }
    action: k8s.scale
    executeStrategy: { preConfirm: true, concurrency: 2 }
    executeContext: { cluster: main, namespace: default, deployments: [${deployments.join(", ")}], replicas: 4 }
  - id: warm
    name: { en: Warm up the cache, zh-CN: 预热缓存 }
    action: http.request
    executeContext: { url: "${dead}", body: { pool: shop } }
`;
}

/** Steers traffic: of high risk, so that numbers are typed. */
export function steering(name: string, slug: string): string {
  return `scene: EMERGENCY
name: { en: "${name}", zh-CN: "${name}" }
owners: [dave@demo.test]
concurrencyKey: ${slug}
approval: { count: 0 }
steps:
  - id: shift
    name: { en: Shift traffic to site two, zh-CN: 流量切到备用机房 }
    action: dns.weight
    executeStrategy: { preConfirm: true }
    executeContext:
      { account: main, zone: Z0EXAMPLE, record: shop.example.com., weights: { site-one: 0, site-two: 255 } }
`;
}

export async function saveSetting(
  api: Api,
  group: "outbound" | "kubernetes" | "aws",
  value: Record<string, unknown>,
): Promise<void> {
  const grace = await api.as("grace");
  const { version } = await grace.call("getSetting", { params: { group } });
  await grace.call("updateSetting", { params: { group }, body: { version, value } });
}

/** A cluster of three deployments, one of which has no room for more pods. */
export async function openCluster(api: Api, name: string) {
  const peer = await start(createKubernetes({ observeMs: 100, podMs: 400 }));
  const deployments = ["shop-web", "shop-cart", "shop-search"];
  for (const deployment of deployments) peer.addDeployment({ name: deployment, replicas: 2 });
  const grace = await api.as("grace");
  const secret = `cluster-${name}`;
  await grace.call("createSecret", { body: { name: secret, value: "token-of-the-walk" } });
  await saveSetting(api, "outbound", { hosts: [{ host: "127.0.0.1", isInner: true }] });
  const cluster = { name: "main", url: peer.url, token: { secret } };
  await saveSetting(api, "kubernetes", { clusters: [cluster] });
  return { ...peer, deployments };
}
