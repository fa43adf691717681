import type { Call, Outcome } from "#shared/action/driver.ts";
import { secondMs } from "#shared/core/clock.ts";
import type { AwsAccount, Way } from "#functions/lib/aws/account.ts";
import { faultOf } from "#functions/lib/aws/fault.ts";

/** One call of a driver in all, however many calls to AWS it makes: well below its lease of a minute. */
const patienceMs = 20 * secondMs;

type Given = Pick<Call, "settings"> & { parameters: Record<string, unknown> };

export function accountOf({ settings, parameters }: Given): AwsAccount | undefined {
  return settings.aws?.accounts.find(({ name }) => name === parameters["account"]);
}

function noAccount({ parameters }: Given): string {
  return `The settings have no AWS account ${String(parameters["account"])}.`;
}

function wayTo(account: AwsAccount): Way {
  return { account, signal: AbortSignal.timeout(patienceMs) };
}

/** For what changes something: a refusal is certain, no answer is not. */
export async function causing(call: Given, deed: (way: Way) => Promise<Outcome>): Promise<Outcome> {
  const account = accountOf(call);
  if (account === undefined) {
    return { kind: "failed", code: "UNKNOWN_ACCOUNT", message: noAccount(call) };
  }
  try {
    return await deed(wayTo(account));
  } catch (error) {
    const fault = faultOf(error);
    switch (fault.kind) {
      case "refused":
        return { ...fault, kind: "failed" };
      case "throttled":
        return fault;
      case "unreached":
        return { kind: "failed", code: "UNREACHABLE", message: fault.message };
      case "lost":
        return { kind: "no_answer", message: fault.message };
    }
  }
}

/** For questions: who is not told goes on asking, what is asked about goes on all the same. */
export async function asking(
  call: Given,
  question: (way: Way) => Promise<Outcome>,
): Promise<Outcome> {
  const account = accountOf(call);
  if (account === undefined) return { kind: "no_answer", message: noAccount(call) };
  try {
    return await question(wayTo(account));
  } catch (error) {
    const fault = faultOf(error);
    if (fault.kind === "throttled") return fault;
    return { kind: "no_answer", message: fault.message };
  }
}
