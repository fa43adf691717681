import * as z from "zod";
import { getUserByEmail } from "#shared/org/load.ts";
import type { UserRecord } from "#shared/org/record.ts";
import { callOutside } from "#shared/outbound/request.ts";
import { loadSettings } from "#shared/setting/load.ts";
import type { Subject } from "./find.ts";

const Answer = z.object({ users: z.array(z.email().max(254).toLowerCase()).max(40) });
const json = { "content-type": "application/json", accept: "application/json" };

/**
 * Asks an outside system who approves: POST of node, requester, department and form. An answer that is late,
 * broken or refused names nobody, so that the node's own rule for "nobody found" decides.
 */
export async function askResolver(
  nodeId: string,
  { url, timeoutSeconds }: { url: string; timeoutSeconds: number },
  { requester, departmentId, values }: Subject,
): Promise<UserRecord[]> {
  try {
    const body = JSON.stringify({ node: nodeId, requester, departmentId, form: values });
    const { outbound: rules } = await loadSettings(["outbound"]);
    const call = {
      method: "POST",
      rules,
      headers: json,
      body,
      isWhole: true,
      // The form goes with it.
      isSecret: true,
      maxBytes: 64 * 1024,
      timeoutMs: timeoutSeconds * 1000,
    };
    const { status, text } = await callOutside(url, call);
    if (status !== 200) return [];
    const { users } = Answer.parse(JSON.parse(text));
    const found = await Promise.all(users.map(getUserByEmail));
    return found.flatMap((user) => user ?? []);
  } catch {
    return [];
  }
}
