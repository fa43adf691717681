import { notFound } from "#shared/core/error.ts";
import { put, type Write } from "#shared/table/commit.ts";
import { getMany } from "#shared/table/get-many.ts";
import { here } from "#shared/table/model.ts";
import { SecretEntity } from "./secret-entity.ts";
import type { SecretRecord } from "./secret-record.ts";

/*
 * A secret is in two places, and no transaction spans them. The table decides: a version exists once its number
 * stands in the record, and only numbers that stand there are ever read. So a value goes to the vault first and
 * into the record second; a crash between the two leaves a version there that nobody can reach, and doing it again
 * makes the next. Deleting goes the other way round: the record first (`deleting`: refused from now on), then the
 * vault, then `deleted`; a crash between leaves it listed as unfinished, and deleting it again finishes it.
 */

type Key = { TableName: string; Key: Record<string, unknown> };

function secretOf(item: object): SecretRecord {
  const {
    directory: _,
    listedAs: __,
    ...record
  } = item as SecretRecord & {
    directory?: string;
    listedAs?: string;
  };
  return record;
}

function itemOf(secret: SecretRecord) {
  const listed = secret.state === "deleted" ? {} : { directory: "secret", listedAs: secret.name };
  return { ...secret, ...listed };
}

export function createSecretRow(secret: SecretRecord): Write {
  return put(SecretEntity.create(itemOf(secret)).params(here()), "ALREADY_EXISTS");
}

/** The secret's new state; refused when the record has moved on since it was read. */
export function putSecret(secret: SecretRecord): Write {
  const params = SecretEntity.put(itemOf({ ...secret, revision: secret.revision + 1 }))
    .where(({ revision }, { eq }) => eq(revision, secret.revision))
    .params(here());
  return put(params);
}

/** Holds while a secret can be referred to, so that it is not deleted under what is being saved. */
export function mustBeThere(name: string): Write {
  const params = {
    ...SecretEntity.get({ name }).params<Key>(here()),
    ConditionExpression: "#state IN (:active, :inactive)",
    ExpressionAttributeNames: { "#state": "state" },
    ExpressionAttributeValues: { ":active": "active", ":inactive": "inactive" },
  };
  return { kind: "ConditionCheck", params, taken: "CONFLICT" };
}

/** Secrets by name, strongly consistent, deleted ones included. One BatchGet per hundred. */
export async function findSecrets(names: readonly string[]): Promise<Map<string, SecretRecord>> {
  const distinct = [...new Set(names)];
  const found = new Map<string, SecretRecord>();
  for (let at = 0; at < distinct.length; at += 100) {
    const keys = distinct
      .slice(at, at + 100)
      .map((name) => SecretEntity.get({ name }).params<Key>(here()));
    for (const Item of await getMany(keys)) {
      const { data } = SecretEntity.parse({ Item });
      if (data !== null) found.set(data.name, secretOf(data));
    }
  }
  return found;
}

/** A secret that is not deleted, though its deletion may have begun. Throws NOT_FOUND. */
export async function getSecretRecord(name: string): Promise<SecretRecord> {
  const secret = (await findSecrets([name])).get(name);
  if (secret === undefined || secret.state === "deleted") throw notFound("secret");
  return secret;
}

/** All that are not deleted, by name; eventually consistent. */
export async function listSecretRecords(): Promise<SecretRecord[]> {
  const query = SecretEntity.query.byName({ directory: "secret" });
  const { data } = await query.go({ ...here(), pages: "all" });
  return data.map(secretOf);
}
