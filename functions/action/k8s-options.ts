import * as z from "zod";
import type { Option, OptionProvider } from "#shared/action/driver.ts";
import { isGone } from "./exchange.ts";
import { apps, askCluster, clusterFor, pods, read, type Cluster } from "./k8s-client.ts";
import { Deployment } from "./k8s-deployment.ts";
import { isOf, isRunning, Pod, stateOf } from "./k8s-pod.ts";

/** What there is to choose from on Kubernetes. Everything is thrown: half a list would look like a whole one. */

type Question = Parameters<OptionProvider>[0];

const perPage = "500";
const mostPages = 10;
const Continue = z.object({ continue: z.string().default("") }).prefault({});

function found(question: Question, namespace?: string): Cluster {
  const place = clusterFor(question, String(question.parameters["cluster"]), namespace);
  if ("cluster" in place) return place.cluster;
  throw new Error(place.message);
}

async function one<Schema extends z.ZodType>(
  question: Question,
  cluster: Cluster,
  path: string,
  { schema, query = {} }: { schema: Schema; query?: Record<string, string> },
): Promise<z.output<Schema>> {
  const { signal } = question;
  const answer = await askCluster(question, cluster, path, { method: "GET", query, signal });
  if (isGone(answer)) throw new Error(answer.message);
  const value = read(schema, answer);
  if (value === null) throw new Error(`HTTP ${answer.status}`);
  return value;
}

/** A whole list, page by page. */
async function all<Schema extends z.ZodType>(
  question: Question,
  cluster: Cluster,
  path: string,
  { item, query = {} }: { item: Schema; query?: Record<string, string> },
): Promise<z.output<Schema>[]> {
  const schema = z.object({ metadata: Continue, items: z.array(item) });
  const items: z.output<Schema>[] = [];
  let next = "";
  for (let page = 0; page < mostPages; page += 1) {
    const more: Record<string, string> = next === "" ? {} : { continue: next };
    const part = await one(question, cluster, path, {
      schema,
      query: { limit: perPage, ...query, ...more },
    });
    items.push(...part.items);
    next = part.metadata.continue;
    if (next === "") return items;
  }
  throw new Error("There are too many to choose from.");
}

const clusters: OptionProvider = async ({ settings }) =>
  (settings.kubernetes?.clusters ?? []).map(({ name }) => ({ value: name, label: name }));

const Named = z.object({ metadata: z.object({ name: z.string() }) });

const namespaces: OptionProvider = async (question) => {
  const cluster = found(question);
  const named = (name: string): Option => ({ value: name, label: name });
  if (cluster.namespaces.length > 0) return cluster.namespaces.map(named);
  const listed = await all(question, cluster, "/api/v1/namespaces", { item: Named });
  return listed.map(({ metadata }) => named(metadata.name));
};

/** A deployment runs when at least one of its pods serves. */
const deployments: OptionProvider = async (question) => {
  const namespace = String(question.parameters["namespace"]);
  const cluster = found(question, namespace);
  const listed = await all(question, cluster, apps(namespace), { item: Deployment });
  return listed.map(({ metadata: { name }, spec, status }) => ({
    value: name,
    label: `${name} (${status.readyReplicas}/${spec.replicas})`,
    isRunning: status.readyReplicas > 0,
  }));
};

/** Pods of a deployment where one is named, else all of the namespace. */
const podOptions: OptionProvider = async (question) => {
  const { namespace: given, deployment: named } = question.parameters;
  const namespace = String(given);
  const cluster = found(question, namespace);
  const owner =
    typeof named === "string" && named !== ""
      ? await one(question, cluster, apps(namespace, named), { schema: Deployment })
      : null;
  const labels = Object.entries(owner?.spec.selector.matchLabels ?? {});
  const labelSelector = labels.map(([key, value]) => `${key}=${value}`).join(",");
  const query: Record<string, string> = labelSelector === "" ? {} : { labelSelector };
  const listed = await all(question, cluster, pods(namespace), { item: Pod, query });
  return listed
    .filter((pod) => owner === null || isOf(pod, owner))
    .map((pod) => ({
      value: pod.metadata.name,
      label: `${pod.metadata.name} (${stateOf(pod)})`,
      isRunning: isRunning(pod),
    }));
};

export const k8sOptions = {
  "k8s.clusters": clusters,
  "k8s.namespaces": namespaces,
  "k8s.deployments": deployments,
  "k8s.pods": podOptions,
} satisfies Record<string, OptionProvider>;
