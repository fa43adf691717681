import type * as ssm from "@aws-sdk/client-ssm";
import { AwsError, hold } from "../error.ts";
import type { CommandRun } from "./command.ts";
import { INSTANCE_ID } from "./fleet.ts";

/** The filters of a list request after their check. */
export type Filters = { key: string; value: string }[];

type ListInput = ssm.ListCommandsRequest | ssm.ListCommandInvocationsRequest;

const KEYS = ["InvokedAfter", "InvokedBefore", "Status", "ExecutionStage", "DocumentName"];

/** Throws ValidationException and InvalidFilterKey. */
export function readFilters(input: ListInput, listed: "commands" | "invocations"): Filters {
  hold<ListInput>(input, {
    CommandId: { min: 36, max: 36 },
    InstanceId: { pattern: INSTANCE_ID },
    MaxResults: { min: 1, max: 50 },
    Filters: { min: 1, max: 5 },
  });
  return (input.Filters ?? []).map(({ key = "", value = "" }) => {
    const isForCommands = key === "ExecutionStage" && listed === "invocations";
    if (!KEYS.includes(key) || isForCommands) throw new AwsError("InvalidFilterKey", "");
    const isTime = key === "InvokedAfter" || key === "InvokedBefore";
    if (isTime && Number.isNaN(Date.parse(value))) {
      throw new AwsError("ValidationException", `The timestamp ${value} is not valid.`);
    }
    return { key, value };
  });
}

/** Whether a command, or one node's part of it, in this state passes all filters. */
export function passes(
  run: CommandRun,
  state: { status: string; details: string },
  filters: Filters,
): boolean {
  const isDone = run.invocations.every(({ endedAt }) => endedAt);
  return filters.every(({ key, value }) => {
    if (key === "InvokedAfter") return run.requestedAt.getTime() >= Date.parse(value);
    if (key === "InvokedBefore") return run.requestedAt.getTime() <= Date.parse(value);
    if (key === "DocumentName") return run.input.DocumentName === value;
    if (key === "ExecutionStage") return value === (isDone ? "Complete" : "Executing");
    return state.status === value || state.details === value;
  });
}
