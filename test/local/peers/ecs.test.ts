import {
  ClusterNotFoundException,
  DescribeClustersCommand,
  DescribeServicesCommand,
  DescribeTasksCommand,
  ECSClient,
  ListServicesCommand,
  ListTasksCommand,
  ServiceNotActiveException,
  ServiceNotFoundException,
  UpdateServiceCommand,
  waitUntilServicesStable,
  type UpdateServiceCommandInput,
} from "@aws-sdk/client-ecs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { clientOf } from "#test/support/peers/aws/client.ts";
import { startEcsPeer, type EcsPeer } from "#test/support/peers/aws/ecs/peer.ts";

let peer: EcsPeer;
let client: ECSClient;
const cluster = "prod";

beforeEach(async () => {
  peer = await startEcsPeer({ pace: "steps" });
  client = new ECSClient(clientOf(peer));
  peer.clusters.add(cluster, { name: "web", desired: 2, definition: "web:1" });
  peer.clusters.definitions.add("web:2");
});

afterEach(() => peer.stop());

const update = (input: Partial<UpdateServiceCommandInput>) =>
  client.send(new UpdateServiceCommand({ cluster, service: "web", ...input }));

async function web() {
  const command = new DescribeServicesCommand({ cluster, services: ["web"] });
  const [service] = (await client.send(command)).services ?? [];
  return service;
}

async function counts() {
  const { desiredCount, runningCount, pendingCount } = (await web()) ?? {};
  return [desiredCount, runningCount, pendingCount];
}

async function deployments() {
  const { deployments: found = [] } = (await web()) ?? {};
  return found.map(({ status, rolloutState, runningCount }) => [
    status,
    rolloutState,
    runningCount,
  ]);
}

describe("ECS", () => {
  it("scales out one task at a time, first pending, within the deployment that is there", async () => {
    const { service } = await update({ desiredCount: 4 });
    expect(service).toMatchObject({ desiredCount: 4, runningCount: 2, pendingCount: 0 });
    const seen = [];
    for (let n = 0; n < 4; n += 1) {
      peer.step();
      seen.push(await counts());
    }
    expect(seen).toEqual([
      [4, 2, 1],
      [4, 3, 0],
      [4, 3, 1],
      [4, 4, 0],
    ]);
    expect(await deployments()).toEqual([["PRIMARY", "COMPLETED", 4]]);
    await update({ desiredCount: 0 });
    peer.step(2);
    expect(await counts()).toEqual([0, 2, 0]);
    peer.step(2);
    expect(await counts()).toEqual([0, 0, 0]);
  });

  it("rolls out a new definition beside the old one until the last old task is gone", async () => {
    await update({ taskDefinition: "web" });
    expect(await deployments()).toEqual([
      ["PRIMARY", "IN_PROGRESS", 0],
      ["ACTIVE", "COMPLETED", 2],
    ]);
    peer.step(4);
    expect(await deployments()).toEqual([
      ["PRIMARY", "IN_PROGRESS", 2],
      ["ACTIVE", "COMPLETED", 2],
    ]);
    peer.step(3);
    expect(await deployments()).toEqual([["PRIMARY", "COMPLETED", 2]]);
    expect((await web())?.taskDefinition).toMatch(/task-definition\/web:2$/);
    expect((await web())?.events?.[0]?.message).toContain("steady state");
    await update({ forceNewDeployment: true });
    expect(await deployments()).toHaveLength(2);
  });

  it("breaks off a rollout whose tasks don't come up, and rolls back when told to", async () => {
    peer.clusters.broken.add("web:2");
    const breaker = { enable: true, rollback: false };
    const deploymentConfiguration = { deploymentCircuitBreaker: breaker };
    await update({ taskDefinition: "web:2", deploymentConfiguration });
    peer.step(20);
    expect(await deployments()).toEqual([
      ["PRIMARY", "FAILED", 0],
      ["ACTIVE", "COMPLETED", 2],
    ]);
    expect((await web())?.deployments?.[0]).toMatchObject({ failedTasks: 3 });
    breaker.rollback = true;
    await update({ taskDefinition: "web:2", forceNewDeployment: true, deploymentConfiguration });
    peer.step(20);
    expect(await deployments()).toEqual([["PRIMARY", "COMPLETED", 2]]);
    expect((await web())?.taskDefinition).toMatch(/web:1$/);
  });

  it("tries on for ever without a breaker, and where there is no room", async () => {
    peer.clusters.broken.add("web:2");
    await update({ taskDefinition: "web:2" });
    peer.step(50);
    const [primary] = (await web())?.deployments ?? [];
    expect(primary).toMatchObject({ rolloutState: "IN_PROGRESS", failedTasks: 25 });
    const api = { name: "api", desired: 1, definition: "api:1", capacity: 2 };
    const service = peer.clusters.add(cluster, api);
    await update({ service: "api", desiredCount: 3 });
    peer.step(9);
    expect(service.tasks).toHaveLength(2);
    expect(service.events[0]?.message).toContain("unable to place a task");
  });

  it("refuses what it does not have, and changes nothing", async () => {
    const old = peer.clusters.add(cluster, { name: "old", desired: 0, definition: "web:1" });
    old.status = "INACTIVE";
    const arn = "arn:aws:ecs:us-east-1:000000000000:service/test/web";
    await expect(update({ cluster: "none" })).rejects.toBeInstanceOf(ClusterNotFoundException);
    await expect(update({ service: "none" })).rejects.toBeInstanceOf(ServiceNotFoundException);
    await expect(update({ service: "old" })).rejects.toBeInstanceOf(ServiceNotActiveException);
    for (const wrong of [{ desiredCount: -1 }, { service: arn }])
      await expect(update(wrong)).rejects.toMatchObject({ name: "InvalidParameterException" });
    const none = { taskDefinition: "web:9", desiredCount: 9 };
    await expect(update(none)).rejects.toMatchObject({ name: "ClientException" });
    expect(await counts()).toEqual([2, 2, 0]);
    expect(peer.calls("UpdateService").some(({ effect }) => effect)).toBe(false);
  });

  it("names what is missing among what it describes", async () => {
    const services = ["web", "none"];
    const found = await client.send(new DescribeServicesCommand({ cluster, services }));
    expect(found.services).toHaveLength(1);
    expect(found.failures).toMatchObject([{ reason: "MISSING" }]);
    const clusters = await client.send(new DescribeClustersCommand({ clusters: [cluster, "x"] }));
    expect(clusters.clusters).toMatchObject([{ clusterName: cluster, runningTasksCount: 2 }]);
    expect(clusters.failures).toEqual([{ arn: "x", reason: "MISSING" }]);
    for (const wrong of [[], Array<string>(11).fill("web")]) {
      const command = new DescribeServicesCommand({ cluster, services: wrong });
      await expect(client.send(command)).rejects.toMatchObject({
        name: "InvalidParameterException",
      });
    }
  });

  it("lists services and tasks page by page, running ones unless stopped are asked for", async () => {
    for (let n = 0; n < 11; n += 1)
      peer.clusters.add(cluster, { name: `s${n}`, desired: 1, definition: "job:1" });
    const first = await client.send(new ListServicesCommand({ cluster }));
    const { nextToken } = first;
    const rest = await client.send(new ListServicesCommand({ cluster, nextToken }));
    expect([first.serviceArns?.length, rest.serviceArns?.length]).toEqual([10, 2]);
    expect(rest.nextToken).toBeUndefined();
    await update({ desiredCount: 1 });
    peer.step();
    const list = async (input: object) =>
      (await client.send(new ListTasksCommand({ cluster, ...input }))).taskArns ?? [];
    expect(await list({ family: "job" })).toHaveLength(11);
    const tasks = [
      ...(await list({ serviceName: "web" })),
      ...(await list({ serviceName: "web", desiredStatus: "STOPPED" })),
    ];
    const described = await client.send(new DescribeTasksCommand({ cluster, tasks }));
    expect(described.tasks?.map(({ lastStatus }) => lastStatus)).toEqual(["RUNNING", "STOPPED"]);
    expect(described.tasks?.[1]?.stoppedReason).toContain("Scaling activity");
  });

  it("is stable by the clock in the SDK's own eyes when it has moved", async () => {
    await peer.stop();
    peer = await startEcsPeer({ delays: { taskMs: 2 } });
    client = new ECSClient(clientOf(peer));
    peer.clusters.add(cluster, { name: "web", desired: 1, definition: "web:1" });
    await update({ desiredCount: 3 });
    const waiter = { client, maxWaitTime: 5, minDelay: 0.02, maxDelay: 0.05 };
    await waitUntilServicesStable(waiter, { cluster, services: ["web"] });
    expect(await counts()).toEqual([3, 3, 0]);
  });
});
