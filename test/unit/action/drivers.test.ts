import { describe, expect, it } from "vitest";
import { drivers } from "#functions/action/drivers.ts";
import { providers } from "#functions/action/providers.ts";
import { catalogue } from "#shared/action/catalogue/index.ts";
import type { ActionDefinition } from "#shared/action/definition.ts";
import { factsOf } from "#shared/action/facts.ts";
import type { FieldView } from "#shared/core/fields.ts";

/** Parameters of each action; several where what it can do depends on them. */
const samples: Record<string, Record<string, unknown>[]> = {
  "appconfig.switch": [
    {
      ...{ account: "prod", application: "abc1234", environment: "def5678", profile: "ghi9012" },
      ...{ flag: "pay", enabled: true },
    },
  ],
  "dns.weight": [
    { account: "prod", zone: "Z1", record: "www.example.com", weights: { blue: 0, green: 1 } },
  ],
  "ecs.scale": [{ account: "prod", cluster: "prod", service: "web", desiredCount: 3 }],
  "http.request": [
    { url: "https://example.com/" },
    { url: "https://example.com/", mode: "poll", poll: { cancelPath: "cancel" } },
    { url: "https://example.com/", mode: "poll", find: { url: "/orders" } },
  ],
  "jenkins.build": [
    { server: "main", job: "shop/restart" },
    { server: "main", job: "shop/restart", keyParameter: "KEY" },
  ],
  "k8s.restart": [{ cluster: "main", namespace: "shop", deployments: ["web"] }],
  "k8s.restart-pods": [{ cluster: "main", namespace: "shop", deployment: "web", pods: ["web-1"] }],
  "k8s.scale": [{ cluster: "main", namespace: "shop", deployments: ["web"], replicas: 3 }],
  "lambda.invoke": [{ account: "prod", function: "restart" }],
  notify: [{ message: "It is done.", roles: ["operator"] }],
  "person.task": [{ instructions: "Turn the switch.", roles: ["operator"] }],
  "prometheus.check": [{ server: "main", query: "up", comparison: ">", threshold: 0 }],
  "ssm.runCommand": [{ account: "prod", document: "Restart", instances: ["i-00000001"] }],
  "ssm.startAutomation": [{ account: "prod", document: "Restart" }],
  "ticket.create": [{ template: "tpl_00000000000000000000000001" }],
  wait: [{ seconds: 5 }],
};

function given({ code, parameters }: ActionDefinition): Record<string, unknown>[] {
  return (samples[code] ?? []).map((sample) => parameters.parse(sample));
}

function canFind(action: ActionDefinition, one: Record<string, unknown>): boolean {
  return typeof action.canFind === "function" ? action.canFind(one) : action.canFind;
}

/** The field at a dotted path of keys, with those inside lists and groups. */
function fieldsBelow(fields: readonly FieldView[]): FieldView[] {
  return fields.flatMap((field) => [
    field,
    ...fieldsBelow(field.fields ?? []),
    ...(field.item === undefined ? [] : fieldsBelow([field.item])),
  ]);
}

const sources = catalogue.flatMap((action) =>
  fieldsBelow(factsOf(action).parameters).flatMap(({ options }) =>
    options === undefined ? [] : [{ action, options }],
  ),
);

describe("the drivers of the catalogue", () => {
  it("are one for each action, and no more", () => {
    const codes = catalogue.map(({ code }) => code).toSorted();
    expect(Object.keys(drivers).toSorted()).toEqual(codes);
    expect(Object.keys(samples).toSorted()).toEqual(codes);
  });

  it.each(catalogue.map((action) => [action.code, action] as const))(
    "%s does what its definition says, and nothing it does not say",
    (code, action) => {
      const driver = drivers[code];
      const parameters = given(action);
      expect(parameters.length).toBeGreaterThan(0);
      expect({
        poll: driver?.poll !== undefined,
        cancel: driver?.cancel !== undefined,
        find: driver?.find !== undefined,
        rehearse: driver?.rehearse !== undefined,
      }).toEqual({
        poll: factsOf(action).modes.includes("poll"),
        cancel: parameters.some((one) => action.canCancel(one)),
        find: parameters.some((one) => canFind(action, one)),
        rehearse: action.hasDryRun,
      });
      const isLong = parameters.some((one) => action.mode(one) === "poll");
      expect(driver?.advance === undefined || isLong).toBe(true);
    },
  );

  it.each(catalogue.map((action) => [action.code, action] as const))(
    "%s names an inverse and targets that are there",
    (_code, { inverse, targets, parameters }) => {
      const codes = catalogue.map(({ code }) => code);
      expect(inverse === null || codes.includes(inverse.code)).toBe(true);
      expect(targets === null || targets.parameter in parameters.shape).toBe(true);
    },
  );
});

describe("the sources of options", () => {
  it("are there for every parameter that names one, and none is there for nobody", () => {
    const named = new Set(sources.map(({ options }) => options.source));
    expect(Object.keys(providers).toSorted()).toEqual([...named].toSorted());
  });

  it("depend on parameters of the same action", () => {
    const wrong = sources.filter(({ action, options }) =>
      options.dependsOn.some((key) => !(key in action.parameters.shape)),
    );
    expect(wrong.map(({ action, options }) => `${action.code} ${options.source}`)).toEqual([]);
  });
});
