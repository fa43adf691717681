import type { SsmRunCommandParameters } from "#shared/action/catalogue/ssm-run-command.ts";
import type { Outcome } from "#shared/action/driver.ts";
import type { Way } from "#functions/lib/aws/account.ts";
import type { SsmInstance } from "#functions/lib/aws/ssm.ts";

/** Which instances a command would reach. */

export function isOnline({ PingStatus }: SsmInstance): boolean {
  return PingStatus === "Online";
}

async function listBy(
  way: Way,
  filters: { Key: string; Values: string[] }[],
): Promise<SsmInstance[]> {
  const { listInstances } = await import("#functions/lib/aws/ssm.ts");
  return listInstances(way, filters);
}

/** Of these ids the ones that are not online. */
function offline(ids: readonly string[], known: readonly SsmInstance[]): string[] {
  const online = new Set(known.filter(isOnline).map(({ InstanceId }) => InstanceId));
  return ids.filter((id) => !online.has(id));
}

function invalid(ids: readonly string[]): Outcome {
  const message = `Not online: ${ids.join(", ")}.`;
  return { kind: "failed", code: "InvalidInstanceId", message };
}

/** AWS does not always say which of the instances it refuses. Throws its error when all seem well. */
export async function instanceFault(way: Way, ids: string[], error: unknown): Promise<Outcome> {
  const known = await listBy(way, [{ Key: "InstanceIds", Values: ids }]).catch(() => null);
  const wrong = known === null ? [] : offline(ids, known);
  if (wrong.length === 0) throw error;
  return invalid(wrong);
}

function isAt(status: string | undefined): string {
  return status === "Online" ? "" : ` (${status ?? "?"})`;
}

export async function rehearsal(
  way: Way,
  { document, instances, tags }: SsmRunCommandParameters,
): Promise<Outcome> {
  const byTag = tags.map(({ key, values }) => ({ Key: `tag:${key}`, Values: values }));
  const byId = { Key: "InstanceIds", Values: instances };
  const found = await listBy(way, instances.length > 0 ? [byId] : byTag);
  const wrong = offline(instances, found);
  if (wrong.length > 0) return invalid(wrong);
  if (found.length === 0) {
    return { kind: "failed", code: "NO_INSTANCES", message: "The tags choose no instance." };
  }
  const names = found.map(({ InstanceId = "", PingStatus }) => `${InstanceId}${isAt(PingStatus)}`);
  return { kind: "succeeded", text: `${document}: ${names.length}: ${names.join(", ")}` };
}
