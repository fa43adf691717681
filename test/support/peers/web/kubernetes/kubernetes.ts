import { Hono, type Context } from "hono";
import { createPeer, type Peer, type PeerEnv } from "../peer.ts";
import { accountOf, discoveryRefusal, refusal, type Account } from "./access.ts";
import { advance } from "./controller.ts";
import type { Deployment } from "./deployment.ts";
import { discovery, version } from "./discovery.ts";
import { listed, listOf } from "./list.ts";
import { at } from "./json.ts";
import { allPods, deletePod, isFull, touch, type Cluster } from "./pods.ts";
import { addDeployment, addPod, type NewDeployment, type NewPod } from "./seed.ts";
import {
  conflict,
  methodNotAllowed,
  notFound,
  notSupported,
  ownError,
  refuse,
  targetOf,
  type Target,
} from "./status.ts";
import { deploymentView, podView, scaleView } from "./view.ts";
import { patched, putScale, store } from "./write.ts";

export type KubernetesOptions = {
  /** By bearer token. Without it nobody is asked who they are. */
  tokens?: Record<string, Account>;
  /** Until the controller notices a change (20), and from one pod to the next (20). */
  observeMs?: number;
  podMs?: number;
  /** How many pods can run; no limit by default. */
  capacity?: number;
  /** Milliseconds; a test may turn it by hand. */
  now?: () => number;
};

/** The API server of a small cluster, with the deployment controller behind it. */
export type Kubernetes = Peer & {
  /** A deployment whose pods run already. */
  addDeployment: (given: NewDeployment) => void;
  /** A pod that no deployment cares for. */
  addPod: (given: NewPod) => void;
  /** The state of a deployment now, undefined when there is none. */
  deployment: (name: string, namespace?: string) => Deployment | undefined;
  setCapacity: (pods: number) => void;
  /** Pods of the newest template crash from now on, or no longer do. */
  setBroken: (name: string, isBroken: boolean, namespace?: string) => void;
  /** A running pod fails for want of memory on its node; its replica set makes another. */
  evict: (pod: string) => void;
};

function uidIn(text: string): string | undefined {
  const uid = text === "" ? undefined : at(JSON.parse(text), "preconditions", "uid");
  return uid === undefined ? undefined : String(uid);
}

export function createKubernetes(options: KubernetesOptions = {}): Kubernetes {
  const now = options.now ?? Date.now;
  const { observeMs = 20, podMs = 20, capacity = Infinity } = options;
  const cluster: Cluster = {
    ...{ deployments: [], pods: [], version: 1000, serial: 0 },
    ...{ capacity, observeMs, podMs },
  };

  function find({ name, namespace }: Pick<Target, "name" | "namespace">): Deployment | undefined {
    return cluster.deployments.find((one) => one.name === name && one.namespace === namespace);
  }

  async function write(c: Context<PeerEnv>, target: Target, found: Deployment): Promise<Response> {
    const isScale = target.subresource === "scale";
    const { method } = c.req;
    if (method !== "PATCH" && !(method === "PUT" && isScale))
      return refuse(methodNotAllowed(target));
    const text = await c.req.text();
    const type = c.req.header("content-type") ?? "";
    const change =
      method === "PUT" ? putScale(text, found, target) : patched(text, type, found, target);
    if (change instanceof Response) return change;
    const show = (one: Deployment) =>
      Response.json(
        isScale
          ? scaleView(one)
          : { kind: "Deployment", apiVersion: "apps/v1", ...deploymentView(one) },
      );
    if (c.req.query("dryRun") === "All") return show({ ...found, ...change });
    c.env.call.effect = store(cluster, found, change, now());
    return show(found);
  }

  /** A pod is asked to end, and gone a while later; until then it is there and may be deleted again. */
  function remove(c: Context<PeerEnv>, target: Target, text: string): Response {
    const pod = allPods(cluster).find(
      ({ name, namespace }) => name === target.name && namespace === target.namespace,
    );
    if (pod === undefined) return refuse(notFound(target));
    const wanted = uidIn(text);
    if (wanted !== undefined && wanted !== pod.uid) {
      const why = `Precondition failed: UID in precondition: ${wanted}, UID in object meta: ${pod.uid}`;
      return refuse(conflict(target, why));
    }
    const isDry = c.req.query("dryRun") === "All";
    c.env.call.effect = !isDry && pod.deletedMs === undefined;
    if (c.env.call.effect) deletePod(cluster, pod, now());
    const owner = cluster.deployments.find(({ pods }) => pods.includes(pod));
    return Response.json({
      kind: "Pod",
      apiVersion: "v1",
      ...podView(pod, owner, isFull(cluster)),
    });
  }

  function read(c: Context<PeerEnv>, target: Target): Response {
    if (c.req.query("watch") === "true") return refuse(notSupported(target, "watch"));
    if (target.name === undefined)
      return listOf(target, listed(cluster, target), (name) => c.req.query(name), cluster.version);
    const isDeployment = target.resource === "deployments";
    const one = isDeployment ? find(target) : undefined;
    if (one !== undefined && target.subresource === "scale") return Response.json(scaleView(one));
    const found = listed(cluster, target).find(
      ({ fields }) => fields["metadata.name"] === target.name,
    );
    if (found === undefined) return refuse(notFound(target));
    const head = isDeployment
      ? { kind: "Deployment", apiVersion: "apps/v1" }
      : { kind: "Pod", apiVersion: "v1" };
    return Response.json({ ...head, ...found.view });
  }

  const app = new Hono<PeerEnv>();
  for (const path of ["/healthz", "/livez", "/readyz"]) app.get(path, (c) => c.text("ok"));
  app.get("/version", (c) => c.json(version));
  app.all("*", async (c) => {
    const account = accountOf(options.tokens, c.req.header("authorization"));
    const found = discovery[c.req.path];
    if (found !== undefined) return discoveryRefusal(account, c.req.path) ?? c.json(found);
    const target = targetOf(c.req.path);
    if (target === undefined) return c.text("404 page not found\n", 404);
    const refused = refusal(account, c.req.method, target);
    if (refused !== undefined) return refused;
    advance(cluster, now());
    if (c.req.method === "GET") return read(c, target);
    if (c.req.method === "DELETE" && target.resource === "pods" && target.name !== undefined)
      return remove(c, target, await c.req.text());
    const deployment = target.resource === "deployments" ? find(target) : undefined;
    if (deployment === undefined) return refuse(notFound(target));
    return write(c, target, deployment);
  });

  return {
    ...createPeer(app, ownError),
    addDeployment: (given) => addDeployment(cluster, given, now()),
    addPod: (given) => addPod(cluster, given, now()),
    deployment: (name, namespace = "default") => {
      advance(cluster, now());
      return find({ name, namespace });
    },
    setCapacity: (pods) => {
      advance(cluster, now());
      cluster.capacity = pods;
      for (const one of cluster.deployments) one.steppedMs = now();
    },
    setBroken: (name, isBroken, namespace = "default") => {
      const deployment = find({ name, namespace });
      if (deployment !== undefined) deployment.isBroken = isBroken;
    },
    evict: (name) => {
      advance(cluster, now());
      const pod = allPods(cluster).find((one) => one.name === name);
      if (pod === undefined) return;
      Object.assign(pod, { phase: "Failed", isReady: false, reason: "Evicted" });
      touch(cluster, pod);
      for (const one of cluster.deployments) if (one.pods.includes(pod)) one.steppedMs = now();
    },
  };
}
