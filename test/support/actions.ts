import * as z from "zod";
import type * as real from "#shared/action/catalogue/index.ts";
import type { ActionDefinition } from "#shared/action/definition.ts";
import { field, SecretRef } from "#shared/core/fields.ts";
import { both } from "#shared/core/text.ts";

const name = (text: string) => ({ name: both(text, text) });
const names = z.array(z.string().min(1).max(60)).max(20).default([]);

const common: Omit<ActionDefinition, "code" | "name" | "description" | "parameters"> = {
  category: "service",
  scenes: ["EMERGENCY", "SELF_RECOVERY", "RECOVERY"],
  isVisible: true,
  displayOrder: 500,
  output: z.object({}),
  requiredSettings: [],
  isIdempotent: () => true,
  canCancel: () => false,
  canFind: false,
  mode: () => "sync",
  risk: "medium",
  inverse: null,
  timeoutSeconds: () => 0,
  targets: null,
  hasDryRun: false,
};

function testAction(code: string, given: Partial<ActionDefinition>): ActionDefinition {
  const words = { name: both(code, code), description: both(code, code) };
  return { ...common, code, ...words, parameters: z.strictObject({}), ...given };
}

/** Works on instances, undoes itself, and needs the settings of Prometheus. */
const scale = testAction("test.scale", {
  requiredSettings: ["prometheus"],
  inverse: { code: "test.scale", parameters: () => null },
  targets: { parameter: "instances", most: 3 },
  parameters: z.strictObject({
    service: field(z.string().min(1).max(60), name("Service")),
    instances: field(names, {
      ...name("Instances"),
      emptyMeans: "all",
      options: { source: "test.instances", dependsOn: ["service"], filter: "running" },
    }),
    replicas: field(z.number().int().min(1).max(100).default(2), name("Replicas")),
    zone: field(z.string().max(20).default("a"), { ...name("Zone"), isFixed: true }),
  }),
  output: z.object({
    count: field(z.number(), name("Count")),
    note: field(z.string(), name("Note")),
  }),
});

/** Takes a secret, and a text and a JSON value that must not hold one. */
const signIn = testAction("test.sign-in", {
  parameters: z.strictObject({
    token: field(SecretRef, name("Token")),
    servers: field(
      z.array(z.strictObject({ key: SecretRef.optional() })).default([]),
      name("Servers"),
    ),
    note: field(z.string().max(60).default(""), name("Note")),
    body: field(z.unknown().optional(), name("Body")),
  }),
});

/** Chooses from a source, and needs nothing for it. */
const pick = testAction("test.pick", {
  risk: "low",
  parameters: z.strictObject({
    instance: field(z.string().min(1).max(60), {
      ...name("Instance"),
      options: { source: "test.instances" },
    }),
  }),
});

export const testActions: readonly ActionDefinition[] = [
  scale,
  signIn,
  testAction("test.old", { isVisible: false, scenes: ["EMERGENCY"] }),
  testAction("test.drop", { risk: "high" }),
  pick,
];

type Catalogue = typeof real;

/** The catalogue with these actions in it, too: for `vi.mock`. */
export function withTestActions(original: Catalogue): Catalogue {
  const catalogue = [...original.catalogue, ...testActions];
  const findAction = (code: string) => catalogue.find((action) => action.code === code);
  return { ...original, catalogue, findAction };
}
