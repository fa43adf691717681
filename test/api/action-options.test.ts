import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemCtx } from "#shared/core/ctx.ts";
import { getSetting } from "#shared/setting/list.ts";
import { updateSetting } from "#shared/setting/update.ts";
import { toGatewayEvent } from "#stacks/local/http/gateway.ts";
import { invokeLambda, type LambdaHandler } from "#stacks/local/lambda.ts";
import { ownCluster, type OwnCluster } from "#test/support/cluster.ts";
import { addPerson, openSession } from "#test/support/factory.ts";
import { ask, publish } from "#test/support/office.ts";
import { ownTable } from "#test/support/own-table.ts";
import { ownVault } from "#test/support/own-vault.ts";
import { Safe } from "#test/support/safe.ts";

/** Options as the API's own function gives them: nothing is put in place for it here. */

let engine: { stop: () => Promise<void> };
let vault: Awaited<ReturnType<typeof ownVault>>;
let own: OwnCluster;
let handler: LambdaHandler;
let operator: string;
let template: string;

beforeAll(async () => {
  engine = await ownTable();
  process.env["HTTP_ALLOW_PRIVATE"] = "1";
  vault = await ownVault();
  own = await ownCluster();
  const secret = await (await Safe.open()).create({ value: "token-of-the-platform" });
  const system = systemCtx("test", new Date().toISOString());
  const { version } = await getSetting(system, "kubernetes");
  const cluster = { name: "main", url: own.peer.url, token: { secret: secret.name } };
  await updateSetting(system, { group: "kubernetes", version, value: { clusters: [cluster] } });
  const dave = await addPerson({ name: "Dave", email: "dave@demo.test", roles: ["operator"] });
  operator = await openSession(dave);
  template = await publish([ask("review", [dave])]);
  handler = (await import("#functions/api/handler.ts")).handler as LambdaHandler;
});
afterAll(async () => {
  delete process.env["HTTP_ALLOW_PRIVATE"];
  await own.peer.stop();
  await vault.stop();
  await engine.stop();
});

async function options(code: string, parameter: string, given: object = {}) {
  const cookie = `countersign_session=${operator}`;
  const request = new Request(`http://127.0.0.1:3000/api/actions/${code}/options`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: "http://127.0.0.1:3000", cookie },
    body: JSON.stringify({ parameter, ...given }),
  });
  const event = await toGatewayEvent(request, "203.0.113.9");
  const answer = (await invokeLambda("api", handler, event)) as APIGatewayProxyStructuredResultV2;
  const { items, code: refusal } = JSON.parse(answer.body ?? "{}") as {
    items?: { value: string; label: string }[];
    code?: string;
  };
  return refusal ?? items;
}

describe("options of the running product", () => {
  it("come from the cluster that the settings name, with its secret", async () => {
    expect(await options("k8s.scale", "cluster")).toEqual([
      { value: "main", label: "main", isRunning: null },
    ]);
    const parameters = { cluster: "main", namespace: "default" };
    expect(await options("k8s.scale", "deployments", { parameters })).toEqual([
      { value: "web", label: "web (2/2)", isRunning: true },
    ]);
  });

  it("come from the product itself: people by their beginnings, roles, published templates", async () => {
    const dave = { value: "dave@demo.test", label: "Dave (dave@demo.test)", isRunning: null };
    expect(await options("notify", "people", { search: "dav" })).toEqual([dave]);
    expect(await options("person.task", "people", { search: "nobody" })).toEqual([]);
    const roles = await options("person.task", "roles");
    expect(roles).toContainEqual({ value: "operator", label: "Operator", isRunning: null });
    expect(JSON.stringify(roles)).not.toContain("employee");
    expect(await options("ticket.create", "template")).toEqual([
      { value: template, label: "Request", isRunning: null },
    ]);
  });

  it("are refused when the other side gives no answer: nobody types one in instead", async () => {
    own.peer.fault("GET *", { status: 503 });
    const parameters = { cluster: "main", namespace: "default" };
    const search = "nothing known from before";
    expect(await options("k8s.scale", "deployments", { parameters, search })).toBe(
      "UPSTREAM_FAILED",
    );
    expect(own.peer.calls.at(-1)?.status).toBe(503);
  });
});
