import type * as ecs from "@aws-sdk/client-ecs";
import { clusterArn, definitionArn, serviceArn, taskArn, type Cluster } from "./clusters.ts";
import type { DeploymentRun, ServiceRun, TaskRun } from "./service.ts";

const LAUNCH_TYPE = "FARGATE";

export function clusterShape({ name, services }: Cluster): ecs.Cluster {
  const all = [...services.values()];
  const tasks = all.flatMap((service) => service.tasks);
  return {
    clusterArn: clusterArn(name),
    clusterName: name,
    status: "ACTIVE",
    registeredContainerInstancesCount: 0,
    runningTasksCount: count(tasks, "RUNNING"),
    pendingTasksCount: count(tasks, "PENDING"),
    activeServicesCount: all.filter(({ status }) => status === "ACTIVE").length,
    statistics: [],
    tags: [],
    settings: [],
    capacityProviders: [],
    defaultCapacityProviderStrategy: [],
  };
}

export function serviceShape(cluster: Cluster, service: ServiceRun): ecs.Service {
  const { name, status, desired, tasks, deployments, primary, events, breaker } = service;
  return {
    serviceArn: serviceArn(cluster.name, name),
    serviceName: name,
    clusterArn: clusterArn(cluster.name),
    status,
    desiredCount: desired,
    runningCount: count(tasks, "RUNNING"),
    pendingCount: count(tasks, "PENDING"),
    launchType: LAUNCH_TYPE,
    taskDefinition: definitionArn(primary.definition),
    deploymentConfiguration: {
      deploymentCircuitBreaker: breaker,
      maximumPercent: 200,
      minimumHealthyPercent: 100,
    },
    deployments: deployments.map((one) => deploymentShape(service, one)),
    events: events.map(({ id, at, message }) => ({ id, createdAt: at, message })),
    createdAt: service.createdAt,
    schedulingStrategy: "REPLICA",
    deploymentController: { type: "ECS" },
    loadBalancers: [],
    serviceRegistries: [],
    placementConstraints: [],
    placementStrategy: [],
  };
}

function deploymentShape(service: ServiceRun, one: DeploymentRun): ecs.Deployment {
  const tasks = service.tasks.filter(({ deployment }) => deployment === one);
  const isWanted = one.status === "PRIMARY" && one.rollout !== "FAILED";
  return {
    id: one.id,
    status: one.status,
    taskDefinition: definitionArn(one.definition),
    desiredCount: isWanted ? service.desired : 0,
    pendingCount: count(tasks, "PENDING"),
    runningCount: count(tasks, "RUNNING"),
    failedTasks: one.failedTasks,
    createdAt: one.createdAt,
    updatedAt: one.updatedAt,
    launchType: LAUNCH_TYPE,
    rolloutState: one.rollout,
    rolloutStateReason: one.reason,
  };
}

export function taskShape(cluster: Cluster, service: ServiceRun, task: TaskRun): ecs.Task {
  const { deployment } = task;
  return {
    taskArn: taskArn(cluster.name, task.id),
    clusterArn: clusterArn(cluster.name),
    taskDefinitionArn: definitionArn(deployment.definition),
    group: `service:${service.name}`,
    startedBy: deployment.id,
    launchType: LAUNCH_TYPE,
    desiredStatus: task.status === "STOPPED" ? "STOPPED" : "RUNNING",
    lastStatus: task.status,
    createdAt: task.createdAt,
    startedAt: task.startedAt,
    stoppedAt: task.stoppedAt,
    stoppedReason: task.stoppedReason,
  };
}

function count(tasks: readonly TaskRun[], status: TaskRun["status"]): number {
  return tasks.filter((task) => task.status === status).length;
}
