import {
  DescribeServicesCommand,
  ECSClient,
  paginateListClusters,
  paginateListServices,
  UpdateServiceCommand,
  type Service,
} from "@aws-sdk/client-ecs";
import { perAccount, until, type Way } from "./account.ts";

const client = /* @__PURE__ */ perAccount((config) => new ECSClient(config));

export type EcsService = Service;

/** Undefined when the cluster has no such service. */
export async function describeService(
  way: Way,
  cluster: string,
  service: string,
): Promise<EcsService | undefined> {
  const command = new DescribeServicesCommand({ cluster, services: [service] });
  return (await (await client(way)).send(command, until(way))).services?.[0];
}

export async function setDesiredCount(
  way: Way,
  input: { cluster: string; service: string; desiredCount: number },
): Promise<void> {
  await (await client(way)).send(new UpdateServiceCommand(input), until(way));
}

function nameIn(arn: string): string {
  return arn.split("/").at(-1) ?? arn;
}

/** Names of clusters. */
export async function listClusters(way: Way): Promise<string[]> {
  const pages = paginateListClusters({ client: await client(way) }, {}, until(way));
  const arns: string[] = [];
  for await (const { clusterArns = [] } of pages) arns.push(...clusterArns);
  return arns.map(nameIn);
}

/** Names of services. */
export async function listServices(way: Way, cluster: string): Promise<string[]> {
  const config = { client: await client(way), pageSize: 100 };
  const arns: string[] = [];
  for await (const { serviceArns = [] } of paginateListServices(config, { cluster }, until(way)))
    arns.push(...serviceArns);
  return arns.map(nameIn);
}
