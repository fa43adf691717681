import type { Bilingual } from "#shared/core/text.ts";
import { both } from "#shared/core/text.ts";
import { secretRefsIn } from "#shared/setting/refs.ts";
import type { SecretUse } from "#shared/setting/secret-schema.ts";
import { mustBeThere } from "#shared/setting/secret-store.ts";
import { put, remove, update, type Write } from "#shared/table/commit.ts";
import { here } from "#shared/table/model.ts";
import { PlanSecretEntity, PlanSecretsEntity } from "./entity.ts";
import type { PlanRecord } from "./record.ts";
import type { PlanDocument } from "./schema.ts";
import { stepsOf } from "./steps.ts";

/** All plans together: whoever deletes a secret asks once. */
const users = "plans";

type Placed = { secret: string; version: number | null; path: string; where: Bilingual };

/** Every reference to a secret in a plan, with its path and what people call the place. */
export function secretsIn(document: PlanDocument): Placed[] {
  const within = (value: unknown, path: string, where: Bilingual): Placed[] =>
    secretRefsIn(value, path).map(({ path: at, ref }) => {
      return { secret: ref.secret, version: ref.version ?? null, path: at, where };
    });
  return [
    ...within(document.shared, "shared", both("Shared parameters", "公共参数")),
    ...stepsOf(document).flatMap(({ step, path }) =>
      within(step.executeContext, `${path}.executeContext`, step.name),
    ),
  ];
}

/** The rows that say who uses a secret follow the published version; its secrets are there when it is published. */
export function moveSecrets(
  { planId, secrets: before }: Pick<PlanRecord, "planId" | "secrets">,
  { name, placed }: { name: Bilingual; placed: Placed[] },
): Write[] {
  const bySecret = Map.groupBy(placed, ({ secret }) => secret);
  const lost = before.filter((secret) => !bySecret.has(secret));
  const isGained = [...bySecret.keys()].some((secret) => !before.includes(secret));
  const counted = PlanSecretsEntity.update({ users }).add({ version: 1 }).params(here());
  return [
    ...[...bySecret].map(([secret, uses]) => {
      const places = uses.map(({ version, where }) => ({ version, where }));
      return put(PlanSecretEntity.put({ users, secret, planId, name, places }).params(here()));
    }),
    ...[...bySecret.keys()].map(mustBeThere),
    ...lost.map((secret) =>
      remove(PlanSecretEntity.delete({ users, secret, planId }).params(here())),
    ),
    ...(isGained ? [update(counted)] : []),
  ];
}

type Key = { TableName: string; Key: Record<string, unknown> };

/** Fails a commit when a plan has begun to use a secret since `version` was read. */
function mustBeUnchanged(version: number | undefined): Write {
  const known = {
    ConditionExpression: "#version = :version",
    ExpressionAttributeNames: { "#version": "version" },
    ExpressionAttributeValues: { ":version": version },
  };
  const none = { ConditionExpression: "attribute_not_exists(pk)" };
  const params = {
    ...PlanSecretsEntity.get({ users }).params<Key>(here()),
    ...(version === undefined ? none : known),
  };
  return { kind: "ConditionCheck", params, taken: "CONFLICT" };
}

/** Which published plans refer to which secret; strongly consistent. A Get, then one Query. */
export async function secretUsesInPlans(): Promise<{
  uses: { secret: string; use: SecretUse }[];
  unchanged: Write[];
}> {
  const strong = { ...here(), consistent: true } as const;
  const head = await PlanSecretsEntity.get({ users }).go(strong);
  const { data } = await PlanSecretEntity.query.use({ users }).go({ ...strong, pages: "all" });
  const uses = data.flatMap(({ secret, planId: id, name, places }) =>
    places.map((place) => ({ secret, use: { kind: "plan" as const, id, name, ...place } })),
  );
  return { uses, unchanged: [mustBeUnchanged(head.data?.version)] };
}
