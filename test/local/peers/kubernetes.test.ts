import { request } from "node:https";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { apps, names, openDesk, pods, type Desk } from "./kubernetes-desk.ts";
import { makeTls } from "#test/support/peers/web/certificate.ts";
import { at } from "#test/support/peers/web/kubernetes/json.ts";
import { createKubernetes } from "#test/support/peers/web/kubernetes/kubernetes.ts";
import { start } from "#test/support/peers/web/peer.ts";

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => desk.cluster.stop());

describe("the Kubernetes peer", () => {
  it("leaves numbers that are 0 out, in the scale and in the status", async () => {
    expect((await desk.scale(0)).body).toMatchObject({ spec: {}, status: { replicas: 2 } });
    desk.pass(5000);
    const { body } = await desk.ask("GET", `${apps}/web`);
    expect(at(body, "spec", "replicas")).toBe(0);
    expect(Object.keys(at(body, "status") as object)).toEqual(["observedGeneration", "conditions"]);
  });

  it("writes to the version that the caller read, or answers 409; the same again changes nothing", async () => {
    const { body } = await desk.ask("GET", `${apps}/web/scale`);
    const put = (replicas: number) =>
      desk.ask("PUT", `${apps}/web/scale`, { ...(body as object), spec: { replicas } });
    expect((await put(3)).status).toBe(200);
    expect(await put(5)).toEqual({
      status: 409,
      body: {
        kind: "Status",
        apiVersion: "v1",
        metadata: {},
        status: "Failure",
        message:
          'Operation cannot be fulfilled on deployments.apps "web": the object has been modified; please apply your changes to the latest version and try again',
        reason: "Conflict",
        details: { name: "web", group: "apps", kind: "deployments" },
        code: 409,
      },
    });
    const metadata = { resourceVersion: at(body, "metadata", "resourceVersion") };
    expect((await desk.ask("PATCH", `${apps}/web/scale`, { metadata })).status).toBe(409);
    await desk.scale(3);
    expect(desk.cluster.calls.map(({ effect }) => effect)).toEqual([
      false,
      true,
      false,
      false,
      false,
    ]);
    expect(desk.cluster.deployment("web")?.generation).toBe(2);
  });

  it("refuses with the Status objects of the real one", async () => {
    expect((await desk.ask("GET", `${apps}/nope`)).body).toMatchObject({
      message: 'deployments.apps "nope" not found',
      reason: "NotFound",
      details: { name: "nope", group: "apps", kind: "deployments" },
      code: 404,
    });
    const detail = "Invalid value: -1: must be greater than or equal to 0";
    expect((await desk.scale(-1)).body).toMatchObject({
      message: `Scale.autoscaling "web" is invalid: spec.replicas: ${detail}`,
      reason: "Invalid",
      details: {
        ...{ name: "web", group: "autoscaling", kind: "Scale" },
        causes: [{ reason: "FieldValueInvalid", message: detail, field: "spec.replicas" }],
      },
      code: 422,
    });
    expect((await desk.scale("4")).body).toMatchObject({
      message: expect.stringContaining("cannot unmarshal string into Go struct field"),
      code: 422,
    });
    const other = { metadata: { name: "other" }, spec: { replicas: 1 } };
    expect((await desk.ask("PUT", `${apps}/web/scale`, other)).body).toMatchObject({
      message: "the name of the object (other) does not match the name on the URL (web)",
      code: 400,
    });
    expect(
      (await desk.ask("PATCH", `${apps}/web/scale`, {}, "application/json")).body,
    ).toMatchObject({
      reason: "UnsupportedMediaType",
      code: 415,
    });
    expect(desk.cluster.deployment("web")?.replicas).toBe(2);
  });

  it("asks for a token: 401 for a wrong one, 403 for none and for what the account may not", async () => {
    await desk.cluster.stop();
    const user = "system:serviceaccount:ops:reader";
    desk = await openDesk({
      tokens: { good: { user, allow: ["get deployments", "list deployments"] } },
    });
    const as = async (token: string | undefined, method: string, path: string) => {
      const headers = new Headers(
        token === undefined ? [] : [["authorization", `Bearer ${token}`]],
      );
      const response = await fetch(desk.cluster.url + path, { method, headers });
      return (await response.json()) as unknown;
    };
    expect(await as("good", "GET", apps)).toMatchObject({ kind: "DeploymentList" });
    expect(await as("bad", "GET", apps)).toMatchObject({
      ...{ code: 401, reason: "Unauthorized", message: "Unauthorized" },
    });
    expect(await as(undefined, "GET", apps)).toMatchObject({
      code: 403,
      message:
        'deployments.apps is forbidden: User "system:anonymous" cannot list resource "deployments" in API group "apps" in the namespace "default"',
    });
    expect(await as("good", "PATCH", `${apps}/web/scale`)).toMatchObject({
      code: 403,
      message: `deployments.apps "web" is forbidden: User "${user}" cannot patch resource "deployments/scale" in API group "apps" in the namespace "default"`,
    });
  });

  it("finds by labels and by fields, says what it can't select by, and gives pages", async () => {
    desk.cluster.addPod({
      name: "job-1",
      phase: "Failed",
      reason: "Evicted",
      labels: { app: "job" },
    });
    desk.cluster.addPod({ name: "web-x", phase: "Pending", labels: { app: "web", tier: "front" } });
    const find = async (query: string) => names(await desk.ask("GET", `${pods}?${query}`));
    expect(await find("fieldSelector=status.phase!%3DRunning")).toEqual(["job-1", "web-x"]);
    expect(await find("fieldSelector=status.phase%3DFailed")).toEqual(["job-1"]);
    expect(await find("labelSelector=app%20in%20(job,web),tier!%3Dfront")).toHaveLength(3);
    expect(await find("labelSelector=!tier,app%3Dweb")).toHaveLength(2);
    const bad = await desk.ask("GET", `${pods}?fieldSelector=spec.color%3Dred`);
    expect(bad.body).toMatchObject({ code: 400, message: "field label not supported: spec.color" });
    const first = await desk.ask("GET", `${pods}?limit=3`);
    expect(at(first.body, "metadata", "remainingItemCount")).toBe(1);
    const next = String(at(first.body, "metadata", "continue"));
    expect(await find(`limit=3&continue=${next}`)).toEqual(["web-x"]);
  });

  it("dryRun shows what would be and keeps what is; a flood is answered in plain text", async () => {
    const dry = await desk.ask("PATCH", `${apps}/web/scale?dryRun=All`, { spec: { replicas: 9 } });
    expect(dry.body).toMatchObject({ spec: { replicas: 9 } });
    expect(desk.cluster.deployment("web")).toMatchObject({ replicas: 2, generation: 1 });
    desk.cluster.fault(
      `PATCH ${apps}/web/scale`,
      { status: 429, retryAfterSeconds: 3 },
      { status: 500 },
    );
    const flooded = await fetch(`${desk.cluster.url}${apps}/web/scale`, { method: "PATCH" });
    expect([flooded.status, flooded.headers.get("retry-after")]).toEqual([429, "3"]);
    expect(await flooded.text()).toBe("Too many requests, please try again later.\n");
    expect((await desk.scale(3)).body).toMatchObject({ kind: "Status", reason: "InternalError" });
  });

  it("speaks TLS with a certificate of its own authority", async () => {
    const tls = makeTls();
    const secure = await start(createKubernetes(), tls);
    const status = (ca: string | undefined) =>
      new Promise<number | undefined>((resolve, reject) => {
        const asked = request(`${secure.url}/version`, { ca, agent: false }, (response) => {
          response.resume();
          resolve(response.statusCode);
        });
        asked.on("error", reject).end();
      });
    expect(await status(tls.ca)).toBe(200);
    await expect(status(undefined)).rejects.toThrow(/certificate/);
    await expect(status(makeTls().ca)).rejects.toThrow(/certificate/);
    await secure.stop();
  });
});
