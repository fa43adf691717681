import { getUsersByEmail, isServiceCode } from "#shared/org/load.ts";
import { both } from "#shared/core/text.ts";
import { findSecrets } from "#shared/setting/secret-store.ts";
import { error, type PlanFinding } from "./finding.ts";
import type { PlanDocument } from "./schema.ts";
import { secretsIn } from "./secret-uses.ts";
import { stepsOf } from "./steps.ts";

type Named = { path: string; email: string };

function listed(path: string, emails: readonly string[]): Named[] {
  return emails.map((email, index) => ({ path: `${path}.${index}`, email }));
}

/** Everybody a plan names, with the place where it does. */
function namedIn(document: PlanDocument): Named[] {
  const { owners, breakGlass, approval } = document;
  const parts = document.scene === "RECOVERY" ? document.plans : [];
  return [
    ...listed("owners", owners),
    ...listed("breakGlass", breakGlass),
    ...listed("approval.from", approval?.from ?? []),
    ...parts.flatMap(({ confirmBy }, index) => listed(`plans.${index}.confirmBy`, confirmBy)),
    ...stepsOf(document).flatMap(({ step, path }) =>
      listed(`${path}.executeStrategy.confirmBy`, step.executeStrategy.confirmBy),
    ),
  ];
}

function approvalFindings({ approval }: PlanDocument): PlanFinding[] {
  if (approval === undefined || approval.from.length === 0) return [];
  const people = new Set(approval.from).size;
  if (approval.count <= people) return [];
  return [
    error("approval.count", "approval_impossible", {
      message: both(
        `${approval.count} approvals are needed of ${people} people.`,
        `需要 ${approval.count} 人审批，但只指定了 ${people} 人。`,
      ),
      cure: both("Ask for fewer, or name more people.", "请减少人数，或增加审批人。"),
    }),
  ];
}

async function serviceFindings({ service }: PlanDocument): Promise<PlanFinding[]> {
  if (service === undefined || (await isServiceCode(service))) return [];
  return [
    error("service", "unknown_service", {
      message: both(`No service has the code “${service}”.`, `没有编码为“${service}”的服务。`),
      cure: both("Write the code of a registered service.", "请填写已登记服务的编码。"),
    }),
  ];
}

async function peopleFindings(document: PlanDocument): Promise<PlanFinding[]> {
  const named = namedIn(document);
  const users = await getUsersByEmail(named.map(({ email }) => email));
  return named.flatMap(({ path, email }) => {
    const user = users.get(email);
    if (user?.state === "active") return [];
    const cure = both("Name somebody else.", "请改填其他人。");
    return user === undefined
      ? [
          error(path, "unknown_person", {
            message: both(`Nobody has the mail address ${email}.`, `没有邮箱为 ${email} 的人员。`),
            cure,
          }),
        ]
      : [error(path, "left", { message: both(`${email} has left.`, `${email} 已离职。`), cure })];
  });
}

async function secretFindings(document: PlanDocument): Promise<PlanFinding[]> {
  const placed = secretsIn(document);
  const known = await findSecrets(placed.map(({ secret }) => secret));
  return placed.flatMap(({ secret, version, path }) => {
    const record = known.get(secret);
    const isThere = record?.state === "active" || record?.state === "inactive";
    const has = record?.versions.some((one) => one.version === version) ?? false;
    if (isThere && (version === null || has)) return [];
    const name = version === null ? secret : `${secret} (${version})`;
    return [
      error(path, "unknown_secret", {
        message: both(`There is no secret “${name}”.`, `没有密钥“${name}”。`),
        cure: both("Refer to a secret that is kept.", "请引用已保存的密钥。"),
      }),
    ];
  });
}

/** People, services and secrets that a plan names and that are not there. Three BatchGets per hundred, a Get. */
export async function checkReferences(document: PlanDocument): Promise<PlanFinding[]> {
  const [people, service, secrets] = await Promise.all([
    peopleFindings(document),
    serviceFindings(document),
    secretFindings(document),
  ]);
  return [...people, ...approvalFindings(document), ...service, ...secrets];
}
