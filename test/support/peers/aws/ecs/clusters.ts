import { AwsError } from "../error.ts";
import type { Steps } from "../steps.ts";
import { ServiceRun, type ServiceSeed, type TaskRun } from "./service.ts";

const ARN = "arn:aws:ecs:us-east-1:000000000000";

/** A cluster and its services, by name. */
export type Cluster = { name: string; services: Map<string, ServiceRun> };

/** Everything of the account: clusters, services and task definitions. */
export class Clusters {
  readonly all = new Map<string, Cluster>();
  /** Known task definitions as family:revision. */
  readonly definitions = new Set<string>();
  /** Those whose tasks never come up. */
  readonly broken = new Set<string>();
  readonly #timing: { steps: Steps; delays: { taskMs: number } };

  constructor(steps: Steps, delays: { taskMs: number }) {
    this.#timing = { steps, delays };
  }

  /** Adds a service that runs, and its cluster and task definition when they are new. */
  add(clusterName: string, seed: ServiceSeed): ServiceRun {
    const cluster = this.all.get(clusterName) ?? { name: clusterName, services: new Map() };
    const isBroken = (definition: string) => this.broken.has(definition);
    const service = new ServiceRun(seed, { ...this.#timing, isBroken });
    cluster.services.set(seed.name, service);
    this.all.set(clusterName, cluster);
    this.definitions.add(seed.definition);
    return service;
  }

  /** Throws ClusterNotFoundException. */
  cluster(reference = "default"): Cluster {
    const cluster = this.all.get(nameOf(reference));
    if (!cluster) throw new AwsError("ClusterNotFoundException", "Cluster not found.");
    return cluster;
  }

  /** A service by name or ARN. Throws InvalidParameterException for an ARN of another cluster. */
  service(cluster: Cluster, reference: string): ServiceRun | undefined {
    const owner = reference.startsWith("arn:") ? reference.split("/").at(-2) : cluster.name;
    if (owner !== cluster.name) {
      const text = `Identifier is for ${owner}. Your cluster is ${cluster.name}`;
      throw new AwsError("InvalidParameterException", text);
    }
    return cluster.services.get(nameOf(reference));
  }

  /** family:revision of a family (its newest), family:revision or ARN. Throws ClientException. */
  definition(reference: string): string {
    const name = nameOf(reference);
    const newest = [...this.definitions]
      .filter((known) => known.startsWith(`${name}:`))
      .sort((a, b) => revision(a) - revision(b))
      .at(-1);
    const found = this.definitions.has(name) ? name : newest;
    if (!found) throw new AwsError("ClientException", "Unable to describe task definition.");
    return found;
  }

  task(cluster: Cluster, reference: string): { service: ServiceRun; task: TaskRun } | undefined {
    for (const service of cluster.services.values()) {
      const task = service.tasks.find(({ id }) => id === nameOf(reference));
      if (task) return { service, task };
    }
    return undefined;
  }
}

function nameOf(reference: string): string {
  return reference.split("/").at(-1) ?? reference;
}

function revision(definition: string): number {
  return Number(definition.split(":").at(-1));
}

export const clusterArn = (name: string): string => `${ARN}:cluster/${name}`;
export const serviceArn = (cluster: string, name: string): string =>
  `${ARN}:service/${cluster}/${name}`;
export const taskArn = (cluster: string, id: string): string => `${ARN}:task/${cluster}/${id}`;
export const definitionArn = (definition: string): string => `${ARN}:task-definition/${definition}`;
