import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { providers } from "#functions/action/providers.ts";
import type { Call } from "#shared/action/driver.ts";
import { expandTargets } from "#shared/action/expand.ts";
import { k8sRestartPods } from "#shared/action/catalogue/k8s-restart-pods.ts";
import { optionsOf, useProviders } from "#shared/action/options.ts";
import type { OptionsSource } from "#shared/core/fields.ts";
import { ownCluster, type OwnCluster } from "#test/support/cluster.ts";
import { epoch } from "#test/support/records.ts";

let own: OwnCluster;
process.env["TABLE_NAME"] = "none";

beforeEach(async () => {
  own = await ownCluster();
  useProviders(providers);
  own.peer.addDeployment({ name: "stopped", replicas: 0 });
  own.peer.addDeployment({ name: "api", namespace: "shop", replicas: 1 });
  own.peer.addPod({
    name: "web-crashed",
    phase: "Failed",
    labels: { app: "web" },
    reason: "Evicted",
  });
  own.peer.addPod({ name: "web-waiting", phase: "Pending", labels: { app: "web" } });
  own.peer.addPod({ name: "job-1", phase: "Succeeded" });
});
afterEach(() => own.peer.stop());

type Given = { filter?: OptionsSource["filter"]; parameters?: object; settings?: Call["settings"] };

/** Another search each time: nothing is known from before. */
let asked = 0;

async function offered(source: string, { filter = "all", parameters = {}, settings }: Given = {}) {
  const place = { cluster: "main", namespace: "default", ...parameters };
  return optionsOf({
    source: { source, dependsOn: [], filter },
    parameters: place,
    search: String((asked += 1)),
    settings: settings ?? own.settingsOf(),
    now: epoch,
  });
}
const values = async (source: string, given?: Given) =>
  (await offered(source, given)).map(({ value }) => value);
const running = () =>
  own.peer
    .deployment("web")
    ?.pods.map(({ name }) => name)
    .toSorted() ?? [];

describe("what there is to choose from on Kubernetes", () => {
  it("clusters come from the settings, and no secret with them", async () => {
    expect(await offered("k8s.clusters")).toEqual([{ value: "main", label: "main" }]);
  });

  it("namespaces: those of the cluster, or those that the settings open", async () => {
    expect(await values("k8s.namespaces")).toEqual(["default", "kube-system", "shop"]);
    const settings = own.settingsOf({ namespaces: ["shop"] });
    expect(await values("k8s.namespaces", { settings })).toEqual(["shop"]);
    await expect(values("k8s.deployments", { settings })).rejects.toThrow(/no answer/);
  });

  it("deployments of the namespace; one runs when a pod of it serves", async () => {
    expect(await offered("k8s.deployments")).toEqual([
      { value: "stopped", label: "stopped (0/0)", isRunning: false },
      { value: "web", label: "web (2/2)", isRunning: true },
    ]);
    expect(await values("k8s.deployments", { filter: "running" })).toEqual(["web"]);
    expect(await values("k8s.deployments", { filter: "not_running" })).toEqual(["stopped"]);
    expect(await values("k8s.deployments", { parameters: { namespace: "shop" } })).toEqual(["api"]);
  });

  it("pods of a deployment: all, those that run, those that do not", async () => {
    const of = (filter: OptionsSource["filter"]) =>
      values("k8s.pods", { filter, parameters: { deployment: "web" } });
    expect(await of("running")).toEqual(running());
    expect(await of("not_running")).toEqual(["web-crashed", "web-waiting"]);
    expect(await of("all")).toHaveLength(4);
    const all = await offered("k8s.pods");
    expect(all.find(({ value }) => value === "web-crashed")?.label).toBe("web-crashed (Evicted)");
    expect(all.map(({ value }) => value)).toContain("job-1");
  });

  it("a pod that crashes, or is to end, does not run, whatever its phase says", async () => {
    own.peer.setBroken("web", true);
    const [first = ""] = running();
    await fetch(`${own.peer.url}/api/v1/namespaces/default/pods/${first}`, {
      method: "DELETE",
      headers: { authorization: "Bearer token-of-the-platform" },
    });
    const here = { filter: "running", parameters: { deployment: "web" } } as const;
    expect(await values("k8s.pods", here)).not.toContain(first);
    own.pass(10_000);
    expect(await values("k8s.pods", here)).toHaveLength(1);
    const labels = (await offered("k8s.pods")).map(({ label }) => label);
    expect(labels.filter((label) => label.endsWith("(CrashLoopBackOff)"))).toHaveLength(1);
  });

  it("are read page by page, to the end", async () => {
    for (let index = 0; index < 520; index += 1) {
      own.peer.addPod({ name: `many-${index}`, phase: "Running" });
    }
    expect(await values("k8s.pods")).toHaveLength(525);
    expect(own.peer.callsTo("GET */pods")).toHaveLength(2);
  });

  it("half an answer, or none, is no list", async () => {
    for (const fault of [{ status: 403 }, { status: 503 }, { hangUp: "before" }] as const) {
      own.peer.fault("GET */pods", fault);
      await expect(values("k8s.pods")).rejects.toThrow(/no answer/);
    }
    own.peer.fault("GET */pods", { status: 200, body: '{"items":[{}]}' });
    await expect(values("k8s.pods")).rejects.toThrow(/no answer/);
  });
});

describe("no instances named means all of them that run: those that could have been chosen", () => {
  const expand = (pods: string[]) =>
    expandTargets(
      k8sRestartPods,
      { cluster: "main", namespace: "default", deployment: "web", pods },
      own.settingsOf(),
      `${epoch}${(asked += 1)}`,
    );

  it("under the filter of the list", async () => {
    expect(await expand([])).toEqual({ targets: running(), faults: [] });
    expect(await expand(["web-crashed"])).toEqual({ targets: ["web-crashed"], faults: [] });
  });
});
