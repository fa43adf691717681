import type { Json } from "./json.ts";
import { allPods, isFull, type Cluster } from "./pods.ts";
import { BadSelector, byFields, byLabels } from "./selector.ts";
import { badRequest, refuse, type Target } from "./status.ts";
import { deploymentView, namespaceView, podView } from "./view.ts";

/** An object, and the labels and fields that it is found by. */
export type Listed = { view: Json; labels: Record<string, string>; fields: Record<string, string> };

const selectable: Record<string, string[]> = {
  namespaces: ["metadata.name", "status.phase"],
  deployments: ["metadata.name", "metadata.namespace"],
  pods: [
    ...["metadata.name", "metadata.namespace", "spec.nodeName", "spec.restartPolicy"],
    ...["status.phase"],
  ],
};

const kinds: Record<string, string> = {
  namespaces: "NamespaceList",
  deployments: "DeploymentList",
  pods: "PodList",
};

function unknownField(resource: string): (field: string) => string {
  if (resource === "pods") return (field) => `field label not supported: ${field}`;
  return (field) =>
    `"${field}" is not a known field selector: only "metadata.name", "metadata.namespace"`;
}

type Named = { name: string; namespace: string };
const nameFields = ({ name, namespace }: Named) => ({
  "metadata.name": name,
  "metadata.namespace": namespace,
});

/** Those that have something in them, and those that every cluster has. */
function namespaces(cluster: Cluster): Listed[] {
  const used = [...cluster.deployments, ...allPods(cluster)].map(({ namespace }) => namespace);
  return [...new Set(["default", "kube-system", ...used])].map((name) => ({
    view: namespaceView(name),
    labels: { "kubernetes.io/metadata.name": name },
    fields: { "metadata.name": name, "metadata.namespace": "", "status.phase": "Active" },
  }));
}

/** All things of the kind and namespace that a path asks for. */
export function listed(cluster: Cluster, target: Target): Listed[] {
  if (target.resource === "namespaces") return namespaces(cluster);
  const isHere = ({ namespace }: Named) => (target.namespace ?? namespace) === namespace;
  if (target.resource === "deployments")
    return cluster.deployments.filter(isHere).map((one) => {
      return { view: deploymentView(one), labels: one.labels, fields: nameFields(one) };
    });
  const isNoRoom = isFull(cluster);
  return allPods(cluster)
    .filter(isHere)
    .map((pod) => {
      const owner = cluster.deployments.find(({ pods }) => pods.includes(pod));
      const fields = {
        ...nameFields(pod),
        "status.phase": pod.phase,
        "spec.restartPolicy": "Always",
        "spec.nodeName": pod.phase === "Pending" && isNoRoom ? "" : "node-1",
      };
      return { view: podView(pod, owner, isNoRoom), labels: pod.labels, fields };
    });
}

/** Lists come in the order in which things are stored. */
const keyOf = ({ fields }: Listed) => `${fields["metadata.namespace"]}/${fields["metadata.name"]}`;

/** A list as GET without a name answers it: selected, and in pages when the caller wants them. */
export function listOf(
  target: Target,
  all: Listed[],
  query: (name: string) => string | undefined,
  version: number,
): Response {
  const { resource } = target;
  const labels = query("labelSelector") ?? "";
  const fields = query("fieldSelector") ?? "";
  let found: Listed[];
  try {
    const byLabel = byLabels(labels);
    const byField = byFields(fields, selectable[resource] ?? [], unknownField(resource));
    found = all
      .filter((one) => byLabel(one.labels) && byField(one.fields))
      .toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  } catch (error) {
    if (error instanceof BadSelector) return refuse(badRequest(error.message));
    throw error;
  }
  const limit = Number(query("limit") ?? 0) || found.length;
  const start = Number(Buffer.from(query("continue") ?? "", "base64").toString() || 0);
  const rest = found.length - start - limit;
  const more = {
    continue: Buffer.from(String(start + limit)).toString("base64"),
    ...(labels + fields === "" ? { remainingItemCount: rest } : {}),
  };
  return Response.json({
    kind: kinds[resource],
    apiVersion: resource === "deployments" ? "apps/v1" : "v1",
    metadata: { resourceVersion: String(version), ...(rest > 0 ? more : {}) },
    items: found.slice(start, start + limit).map(({ view }) => view),
  });
}
