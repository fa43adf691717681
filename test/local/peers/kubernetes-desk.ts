import { at } from "#test/support/peers/web/kubernetes/json.ts";
import {
  createKubernetes,
  type Kubernetes,
  type KubernetesOptions,
} from "#test/support/peers/web/kubernetes/kubernetes.ts";
import { start } from "#test/support/peers/web/peer.ts";

export const apps = "/apis/apps/v1/namespaces/default/deployments";
export const pods = "/api/v1/namespaces/default/pods";

export type Told = { status: number; body: unknown };
/** A cluster with two pods of `web` and a clock that is turned by hand. */
export type Desk = {
  cluster: Kubernetes & { url: string };
  ask: (method: string, path: string, given?: unknown, type?: string) => Promise<Told>;
  scale: (replicas: unknown) => Promise<Told>;
  progress: () => Promise<{ type: string } | undefined>;
  pass: (ms: number) => void;
};

export const names = ({ body }: Told) =>
  (at(body, "items") as unknown[]).map((item) => at(item, "metadata", "name"));

export async function openDesk(options: KubernetesOptions = {}): Promise<Desk> {
  let nowMs = Date.parse("2026-01-01T00:00:00Z");
  const pace = { observeMs: 100, podMs: 1000, now: () => nowMs };
  const cluster = await start(createKubernetes({ ...pace, ...options }));
  cluster.addDeployment({ name: "web", replicas: 2 });

  const ask: Desk["ask"] = async (method, path, given, type = "application/merge-patch+json") => {
    const headers = { "content-type": type };
    const response = await fetch(cluster.url + path, {
      ...{ method, headers },
      body: given === undefined ? undefined : JSON.stringify(given),
    });
    return { status: response.status, body: await response.json() };
  };
  return {
    cluster,
    ask,
    scale: (replicas) => ask("PATCH", `${apps}/web/scale`, { spec: { replicas } }),
    progress: async () => {
      const { body } = await ask("GET", `${apps}/web`);
      const conditions = at(body, "status", "conditions") as { type: string }[];
      return conditions.find(({ type }) => type === "Progressing");
    },
    pass: (ms) => void (nowMs += ms),
  };
}
