import aslValidator from "asl-validator";
import type { StateMachineDefinition } from "aws-local-stepfunctions";
import { SfnError } from "./error.ts";

type Json = Record<string, unknown>;

/** What a translated task hands to our runner: the original call, the raw state input and the state's own fields. */
export type TaskCall = { state: string; call: unknown; input: unknown };

/** Stands for $$.Task.Token until the runner puts a token of its own in its place, one per attempt. */
export const TOKEN_PLACEHOLDER = "countersign:task-token";

/** The library times tasks itself and cannot count beyond 2^31 ms: its clock is set out of the way. */
export const LIBRARY_TIMEOUT_SECONDS = 2_147_483;

/** Parses and validates ASL as AWS does at creation. Throws InvalidDefinition. */
export function parseDefinition(text: string): StateMachineDefinition {
  const definition = parse(text);
  const { isValid, errorsText } = aslValidator(definition, { checkArn: true, checkPaths: true });
  if (!isValid) throw new SfnError("InvalidDefinition", errorsText("; "));
  return definition as unknown as StateMachineDefinition;
}

function parse(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw new SfnError("InvalidDefinition", "The definition is not JSON.");
  }
}

/**
 * The same machine in the form the library runs right. Two of its limits are worked around: it reads
 * TimeoutSecondsPath from the parameters (AWS: from the state's input) and cannot scale waits taken from data.
 */
export function toLibraryForm(definition: StateMachineDefinition): StateMachineDefinition {
  const states = definition.States as unknown as Record<string, Json>;
  const translated = Object.entries(states).map(([name, state]) => [name, translate(name, state)]);
  return { ...definition, States: Object.fromEntries(translated) };
}

function translate(name: string, state: Json): Json {
  if (state.Type === "Task") return ownTimeTask(name, state);
  if (state.Type === "Wait") return waitAsTask(name, state);
  if (state.Type === "Map" || state.Type === "Parallel") {
    throw new SfnError(
      "InvalidDefinition",
      `${state.Type} states are not supported here: ${name}.`,
    );
  }
  return state;
}

function ownTimeTask(name: string, state: Json): Json {
  const { TimeoutSeconds: _seconds, TimeoutSecondsPath: _path, Parameters, ...rest } = state;
  const call = Parameters === undefined ? { "call.$": "$" } : { call: Parameters };
  const parameters = { state: name, ...call, "input.$": "$" };
  return { ...rest, Parameters: parameters, TimeoutSeconds: LIBRARY_TIMEOUT_SECONDS };
}

function waitAsTask(name: string, state: Json): Json {
  const { Seconds: _s, SecondsPath: _sp, Timestamp: _t, TimestampPath: _tp, ...rest } = state;
  return {
    ...rest,
    Type: "Task",
    Resource: "local:wait",
    Parameters: { state: name, call: {}, "input.$": "$" },
    ResultPath: null,
    TimeoutSeconds: LIBRARY_TIMEOUT_SECONDS,
  };
}
