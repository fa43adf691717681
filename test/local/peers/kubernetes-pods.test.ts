import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { apps, names, openDesk, pods, type Desk, type Told } from "./kubernetes-desk.ts";
import { at } from "#test/support/peers/web/kubernetes/json.ts";

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => desk.cluster.stop());

describe("the pods of the Kubernetes peer", () => {
  it("scales by merge and by strategic patch; the controller sees it later and readies one pod a time", async () => {
    expect(await desk.scale(4)).toMatchObject({
      status: 200,
      body: {
        kind: "Scale",
        apiVersion: "autoscaling/v1",
        spec: { replicas: 4 },
        status: { replicas: 2, selector: "app=web" },
      },
    });
    const look = async () => {
      const { body } = await desk.ask("GET", `${apps}/web`);
      const counts = ["replicas", "readyReplicas", "unavailableReplicas"];
      return [
        at(body, "metadata", "generation"),
        at(body, "status", "observedGeneration"),
        ...counts.map((name) => at(body, "status", name)),
      ];
    };
    expect(await look()).toEqual([2, 1, 2, 2, undefined]);
    desk.pass(100);
    expect(await look()).toEqual([2, 2, 4, 2, 2]);
    desk.pass(1000);
    expect(await look()).toEqual([2, 2, 4, 3, 1]);
    desk.pass(1000);
    expect(await look()).toEqual([2, 2, 4, 4, undefined]);
    const type = "application/strategic-merge-patch+json";
    await desk.ask("PATCH", `${apps}/web/scale`, { spec: { replicas: 1 } }, type);
    desk.pass(100);
    expect(await look()).toEqual([3, 3, 1, 1, undefined]);
    // Pods that are to go are listed until they are gone.
    expect(names(await desk.ask("GET", pods))).toHaveLength(4);
    desk.pass(3000);
    expect(names(await desk.ask("GET", pods))).toHaveLength(1);
  });

  it("pods that find no room stay pending; that is no rollout, so no deadline is missed", async () => {
    desk.cluster.setCapacity(3);
    await desk.scale(4);
    desk.pass(3_600_000);
    const pending = await desk.ask("GET", `${pods}?fieldSelector=status.phase%3DPending`);
    expect(at(pending.body, "items")).toMatchObject([
      { status: { conditions: [{ type: "PodScheduled", reason: "Unschedulable" }] } },
    ]);
    expect(await desk.progress()).toMatchObject({
      status: "True",
      reason: "NewReplicaSetAvailable",
    });
    desk.cluster.setCapacity(4);
    desk.pass(1000);
    expect(desk.cluster.deployment("web")?.status.readyReplicas).toBe(4);
  });

  it("a rollout whose pods crash misses its deadline, and the old pods go on", async () => {
    desk.cluster.setBroken("web", true);
    const template = { metadata: { annotations: { restarted: "now" } } };
    await desk.ask("PATCH", `${apps}/web`, { spec: { template } });
    desk.pass(100);
    expect(await desk.progress()).toMatchObject({ status: "True", reason: "NewReplicaSetCreated" });
    desk.pass(599_000);
    expect(await desk.progress()).toMatchObject({ status: "True" });
    desk.pass(2000);
    expect(await desk.progress()).toMatchObject({
      status: "False",
      reason: "ProgressDeadlineExceeded",
      message: expect.stringContaining("has timed out progressing."),
    });
    expect(desk.cluster.deployment("web")?.status).toMatchObject({
      ...{ replicas: 3, updatedReplicas: 1, readyReplicas: 2 },
    });
  });

  it("containers are merged by name in a strategic patch, and replaced in a merge patch", async () => {
    const containers = [{ name: "main", args: ["-v"] }];
    const patch = { spec: { template: { spec: { containers } } } };
    const type = "application/strategic-merge-patch+json";
    const merged = await desk.ask("PATCH", `${apps}/web?dryRun=All`, patch, type);
    const image = "registry.local/app:1";
    const shown = ({ body }: Told) => at(body, "spec", "template", "spec", "containers");
    expect(shown(merged)).toEqual([{ name: "main", image, args: ["-v"] }]);
    expect(shown(await desk.ask("PATCH", `${apps}/web?dryRun=All`, patch))).toEqual(containers);
  });

  it("a good rollout replaces pod by pod and never has fewer ready than wanted", async () => {
    const template = { spec: { containers: [{ name: "main", image: "registry.local/app:2" }] } };
    const type = "application/strategic-merge-patch+json";
    await desk.ask("PATCH", `${apps}/web`, { spec: { template } }, type);
    const ready: (number | undefined)[] = [];
    for (let second = 0; second < 8; second++, desk.pass(1000))
      ready.push(desk.cluster.deployment("web")?.status.readyReplicas);
    expect(Math.min(...ready.map((count) => count ?? 0))).toBe(2);
    expect(desk.cluster.deployment("web")?.status).toMatchObject({
      replicas: 2,
      updatedReplicas: 2,
    });
    expect(await desk.progress()).toMatchObject({ reason: "NewReplicaSetAvailable" });
  });

  it("an evicted pod is listed as failed beside the one that replaces it", async () => {
    const [first] = names(await desk.ask("GET", pods));
    desk.cluster.evict(String(first));
    desk.pass(2000);
    const failed = await desk.ask("GET", `${pods}?fieldSelector=status.phase%3DFailed`);
    expect(at(failed.body, "items")).toMatchObject([{ status: { reason: "Evicted" } }]);
    expect(
      names(await desk.ask("GET", `${pods}?fieldSelector=status.phase%3DRunning`)),
    ).toHaveLength(2);
  });
});

describe("deleting a pod", () => {
  const first = async () => {
    const { body } = await desk.ask("GET", pods);
    const [pod] = at(body, "items") as unknown[];
    return { name: String(at(pod, "metadata", "name")), uid: at(pod, "metadata", "uid") };
  };

  it("ends it after a while, and its deployment makes another one", async () => {
    const { name, uid } = await first();
    const told = await desk.ask("DELETE", `${pods}/${name}`, { preconditions: { uid } });
    expect(at(told.body, "metadata", "deletionTimestamp")).toBeDefined();
    expect((await desk.ask("DELETE", `${pods}/${name}`)).status).toBe(200);
    expect(desk.cluster.callsTo("DELETE *").map(({ effect }) => effect)).toEqual([true, false]);
    desk.pass(5000);
    expect((await desk.ask("GET", `${pods}/${name}`)).status).toBe(404);
    expect((await desk.ask("DELETE", `${pods}/${name}`)).status).toBe(404);
    expect(desk.cluster.deployment("web")?.status.readyReplicas).toBe(2);
  });

  it("is refused for another pod of that name, and only played through when dry", async () => {
    const { name } = await first();
    const other = { preconditions: { uid: "another" } };
    expect((await desk.ask("DELETE", `${pods}/${name}`, other)).status).toBe(409);
    expect((await desk.ask("DELETE", `${pods}/${name}?dryRun=All`)).status).toBe(200);
    desk.cluster.addPod({ name: "alone", phase: "Failed" });
    expect((await desk.ask("DELETE", `${pods}/alone`)).status).toBe(200);
    desk.pass(1000);
    expect(names(await desk.ask("GET", pods))).not.toContain("alone");
    expect(names(await desk.ask("GET", pods))).toContain(name);
  });
});

it("lists its namespaces", async () => {
  desk.cluster.addDeployment({ name: "api", namespace: "shop", replicas: 1 });
  const told = await desk.ask("GET", "/api/v1/namespaces");
  expect(names(told)).toEqual(["default", "kube-system", "shop"]);
  expect(at(told.body, "kind")).toBe("NamespaceList");
});
