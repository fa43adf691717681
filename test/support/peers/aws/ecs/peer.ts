import type * as ecs from "@aws-sdk/client-ecs";
import { pageOf, type Page } from "#stacks/local/ssm/page.ts";
import { AwsError } from "../error.ts";
import { jsonWire } from "../json-wire.ts";
import { startPeer, type Peer } from "../peer.ts";
import { Steps, type Pace } from "../steps.ts";
import { clusterArn, Clusters, serviceArn, taskArn } from "./clusters.ts";
import { clusterShape, serviceShape, taskShape } from "./shape.ts";

/** Milliseconds between one task's change and the next one's. */
type Delays = { taskMs: number };

/** Elastic Container Service. Services are added and looked at through `clusters`. */
export type EcsPeer = Peer & { clusters: Clusters; delays: Delays };

export async function startEcsPeer(
  options: { pace?: Pace; delays?: Partial<Delays> } = {},
): Promise<EcsPeer> {
  const steps = new Steps(options.pace);
  const delays = { taskMs: 10, ...options.delays };
  const clusters = new Clusters(steps, delays);
  const service = {
    signingName: "ecs",
    wire: jsonWire("AmazonEC2ContainerServiceV20141113"),
    handlers: handlersOf(clusters),
    throttling: { name: "ThrottlingException", status: 400, message: "Rate exceeded" },
    crash: { name: "ServerException", message: "Service Unavailable. Please try again later." },
  };
  return { ...(await startPeer(service, steps)), clusters, delays };
}

function handlersOf(clusters: Clusters) {
  return {
    DescribeClusters: ({ clusters: asked = ["default"] }: ecs.DescribeClustersRequest) => {
      const found = asked.map((reference) => ({ reference, cluster: known(clusters, reference) }));
      return {
        clusters: found.flatMap(({ cluster }) => (cluster ? [clusterShape(cluster)] : [])),
        failures: found.flatMap(({ reference, cluster }) => (cluster ? [] : [missing(reference)])),
      } satisfies ecs.DescribeClustersResponse;
    },
    ListClusters: (input: ecs.ListClustersRequest) => {
      const { items, nextToken } = page([...clusters.all.keys()].map(clusterArn), input, 100);
      return { clusterArns: items, nextToken } satisfies ecs.ListClustersResponse;
    },
    ListServices: (input: ecs.ListServicesRequest) => {
      const cluster = clusters.cluster(input.cluster);
      const arns = [...cluster.services.keys()].map((name) => serviceArn(cluster.name, name));
      const { items, nextToken } = page(arns, input, 10);
      return { serviceArns: items, nextToken } satisfies ecs.ListServicesResponse;
    },
    DescribeServices: (input: ecs.DescribeServicesRequest) => {
      const cluster = clusters.cluster(input.cluster);
      const asked = listOf(input.services, "Services", 10);
      const found = asked.map((one) => ({ one, service: clusters.service(cluster, one) }));
      return {
        services: found.flatMap(({ service }) => (service ? [serviceShape(cluster, service)] : [])),
        failures: found.flatMap(({ one, service }) =>
          service ? [] : [missing(one.startsWith("arn:") ? one : serviceArn(cluster.name, one))],
        ),
      } satisfies ecs.DescribeServicesResponse;
    },
    UpdateService: (input: ecs.UpdateServiceRequest, effect: () => void) => {
      const cluster = clusters.cluster(input.cluster);
      const service = clusters.service(cluster, input.service ?? "");
      if (!service) throw new AwsError("ServiceNotFoundException", "Service not found.");
      if (service.status !== "ACTIVE") {
        throw new AwsError("ServiceNotActiveException", "Service was not ACTIVE.");
      }
      const { desiredCount: desired, taskDefinition, forceNewDeployment: force } = input;
      if (desired !== undefined && (desired < 0 || !Number.isInteger(desired))) {
        throw new AwsError("InvalidParameterException", "Desired count cannot be negative.");
      }
      const definition = taskDefinition && clusters.definition(taskDefinition);
      const breaker = input.deploymentConfiguration?.deploymentCircuitBreaker;
      if (breaker) service.breaker = breaker;
      service.update({ desired, definition, force });
      effect();
      return { service: serviceShape(cluster, service) } satisfies ecs.UpdateServiceResponse;
    },
    ListTasks: (input: ecs.ListTasksRequest) => {
      const cluster = clusters.cluster(input.cluster);
      const wanted = input.desiredStatus === "STOPPED";
      const arns = servicesOf(clusters, input)
        .flatMap((service) => service.tasks)
        .filter(({ status }) => (status === "STOPPED") === wanted)
        .filter(({ deployment }) => isOfFamily(deployment.definition, input.family))
        .map(({ id }) => taskArn(cluster.name, id));
      const { items, nextToken } = page(arns, input, 100);
      return { taskArns: items, nextToken } satisfies ecs.ListTasksResponse;
    },
    DescribeTasks: (input: ecs.DescribeTasksRequest) => {
      const cluster = clusters.cluster(input.cluster);
      const asked = listOf(input.tasks, "Tasks", 100);
      const found = asked.map((one) => ({ one, run: clusters.task(cluster, one) }));
      return {
        tasks: found.flatMap(({ run }) => (run ? [taskShape(cluster, run.service, run.task)] : [])),
        failures: found.flatMap(({ one, run }) => (run ? [] : [missing(one)])),
      } satisfies ecs.DescribeTasksResponse;
    },
  };
}

function known(clusters: Clusters, reference: string) {
  try {
    return clusters.cluster(reference);
  } catch {
    return undefined;
  }
}

function servicesOf(clusters: Clusters, { cluster: given, serviceName }: ecs.ListTasksRequest) {
  const cluster = clusters.cluster(given);
  if (serviceName === undefined) return [...cluster.services.values()];
  const service = clusters.service(cluster, serviceName);
  if (!service) throw new AwsError("ServiceNotFoundException", "Service not found.");
  return [service];
}

function isOfFamily(definition: string, family: string | undefined): boolean {
  return family === undefined || definition.startsWith(`${family}:`);
}

function missing(arn: string): ecs.Failure {
  return { arn, reason: "MISSING" };
}

function listOf(given: string[] | undefined, what: string, max: number): string[] {
  if (!given?.length) throw new AwsError("InvalidParameterException", `${what} cannot be empty.`);
  if (given.length > max) {
    const text = `${what} cannot be longer than ${max} items.`;
    throw new AwsError("InvalidParameterException", text);
  }
  return given;
}

function page<Item>(
  all: readonly Item[],
  { maxResults, nextToken }: { maxResults?: number; nextToken?: string },
  limit: number,
): Page<Item> {
  const size = maxResults ?? limit;
  const found = size >= 1 && size <= 100 ? pageOf(all, size, nextToken) : undefined;
  if (!found) throw new AwsError("InvalidParameterException", "Invalid page size or token.");
  return found;
}
