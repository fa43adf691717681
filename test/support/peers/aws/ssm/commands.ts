import type * as ssm from "@aws-sdk/client-ssm";
import { pageOf, type Page } from "#stacks/local/ssm/page.ts";
import { AwsError, hold } from "../error.ts";
import type { Steps } from "../steps.ts";
import { passes, readFilters } from "./command-filter.ts";
import { commandShape, invocationShape, pluginName, resultShape } from "./command-shape.ts";
import { CommandRun, type CommandDelays, type ScriptCall, type ScriptResult } from "./command.ts";
import { INSTANCE_ID, type Fleet, type Instance } from "./fleet.ts";

/** A document that commands can run: what it takes, and what it does on a node. */
export type CommandDocument = {
  required: readonly string[];
  optional: readonly string[];
  platform: Instance["platform"];
  run: (call: ScriptCall) => ScriptResult;
};

/** Run Command over a fleet. */
export class Commands {
  readonly documents = new Map<string, CommandDocument>();
  /** Scripts that ran, in order: the effects. */
  readonly ran: ScriptCall[] = [];
  readonly #runs: CommandRun[] = [];
  readonly #fleet: Fleet;
  readonly #steps: Steps;
  readonly #delays: CommandDelays;

  constructor(fleet: Fleet, steps: Steps, delays: CommandDelays) {
    this.#fleet = fleet;
    this.#steps = steps;
    this.#delays = delays;
    const script = { required: ["commands"], optional: ["workingDirectory", "executionTimeout"] };
    const run = () => ({ stdout: "ok\n" });
    this.documents.set("AWS-RunShellScript", { ...script, platform: "Linux", run });
    this.documents.set("AWS-RunPowerShellScript", { ...script, platform: "Windows", run });
  }

  send(input: ssm.SendCommandRequest, effect: () => void): ssm.SendCommandResult {
    checkSend(input);
    const document = this.#document(input);
    const instances = this.#targets(input, document);
    const run = (call: ScriptCall) => {
      this.ran.push(call);
      return document.run(call);
    };
    const environment = { run, steps: this.#steps, delays: this.#delays };
    const command = new CommandRun(input, instances, environment);
    this.#runs.unshift(command);
    effect();
    return { Command: commandShape(command) };
  }

  invocation(input: ssm.GetCommandInvocationRequest): ssm.GetCommandInvocationResult {
    hold(input, {
      CommandId: { required: true, min: 36, max: 36 },
      InstanceId: { required: true, pattern: INSTANCE_ID },
      PluginName: { min: 4 },
    });
    const run = this.#visible.find(({ id }) => id === input.CommandId);
    const one = run?.invocations.find(({ instance }) => instance.id === input.InstanceId);
    if (!run || !one) throw new AwsError("InvocationDoesNotExist", "");
    if (input.PluginName !== undefined && input.PluginName !== pluginName(run)) {
      throw new AwsError("InvalidPluginName", "");
    }
    return resultShape(run, one);
  }

  list(input: ssm.ListCommandsRequest): ssm.ListCommandsResult {
    const filters = readFilters(input, "commands");
    const found = this.#visible
      .filter((run) => !input.CommandId || run.id === input.CommandId)
      .filter(
        (run) =>
          !input.InstanceId ||
          run.invocations.some(({ instance }) => instance.id === input.InstanceId),
      )
      .filter((run) => passes(run, run.state, filters));
    const { items, nextToken } = page(found, input);
    return { Commands: items.map(commandShape), NextToken: nextToken };
  }

  listInvocations(input: ssm.ListCommandInvocationsRequest): ssm.ListCommandInvocationsResult {
    const filters = readFilters(input, "invocations");
    const found = this.#visible
      .filter((run) => !input.CommandId || run.id === input.CommandId)
      .flatMap((run) => run.invocations.map((one) => ({ run, one })))
      .filter(({ one }) => !input.InstanceId || one.instance.id === input.InstanceId)
      .filter(({ run, one }) => passes(run, one, filters));
    const { items, nextToken } = page(found, input);
    const CommandInvocations = items.map(({ run, one }) =>
      invocationShape(run, one, input.Details ?? false),
    );
    return { CommandInvocations, NextToken: nextToken };
  }

  cancel(input: ssm.CancelCommandRequest, effect: () => void): ssm.CancelCommandResult {
    hold(input, { CommandId: { required: true, min: 36, max: 36 }, InstanceIds: { max: 50 } });
    const run = this.#runs.find(({ id }) => id === input.CommandId);
    if (!run) throw new AwsError("InvalidCommandId", "");
    const asked = input.InstanceIds ?? [];
    const known = run.invocations.map(({ instance }) => instance.id);
    if (asked.some((id) => !known.includes(id))) throw new AwsError("InvalidInstanceId", "");
    if (run.invocations.some(({ endedAt }) => !endedAt)) effect();
    run.cancel(asked);
    return {};
  }

  get #visible(): CommandRun[] {
    return this.#runs.filter(({ isVisible }) => isVisible);
  }

  #document(input: ssm.SendCommandRequest): CommandDocument {
    const document = this.documents.get(input.DocumentName ?? "");
    if (!document) throw new AwsError("InvalidDocument", "");
    const given = Object.keys(input.Parameters ?? {});
    const isKnown = (name: string) =>
      document.required.includes(name) || document.optional.includes(name);
    if (!given.every(isKnown) || !document.required.every((name) => given.includes(name))) {
      throw new AwsError("InvalidParameters", "");
    }
    return document;
  }

  /** By id a node must be ready to take the command; chosen by tag it may be lost, and is undeliverable then. */
  #targets(input: ssm.SendCommandRequest, { platform }: CommandDocument): Instance[] {
    const { InstanceIds: ids = [], Targets: targets = [] } = input;
    if (targets.length > 0) return this.#fleet.chosenBy(targets);
    const found = ids.flatMap((id) => this.#fleet.get(id) ?? []);
    const ready = found.filter(({ ping }) => ping === "Online").map(({ id }) => id);
    const wrong = ids.filter((id) => !ready.includes(id));
    if (wrong.length > 0) {
      const text = `Instances [[${wrong.join(", ")}]] not in a valid state for account 000000000000`;
      throw new AwsError("InvalidInstanceId", text);
    }
    if (found.some((instance) => instance.platform !== platform)) {
      throw new AwsError("UnsupportedPlatformType", "");
    }
    return found;
  }
}

function checkSend(input: ssm.SendCommandRequest): void {
  hold(input, {
    DocumentName: { required: true, pattern: /^[a-zA-Z0-9_\-.:/]{3,128}$/ },
    InstanceIds: { max: 50 },
    Targets: { max: 5 },
    TimeoutSeconds: { min: 30, max: 2_592_000 },
    Comment: { max: 100 },
    MaxConcurrency: { min: 1, max: 7, pattern: /^([1-9][0-9]*|[1-9][0-9]%|[1-9]%|100%)$/ },
    MaxErrors: { min: 1, max: 7, pattern: /^([1-9][0-9]*|[0]|[1-9][0-9]%|[0-9]%|100%)$/ },
  });
  const { InstanceIds: ids = [], Targets: targets = [] } = input;
  for (const InstanceId of ids) hold({ InstanceId }, { InstanceId: { pattern: INSTANCE_ID } });
  if (new Set(ids).size < ids.length) throw new AwsError("DuplicateInstanceId", "");
  if (ids.length > 0 === targets.length > 0) {
    const text = "Exactly one of InstanceIds and Targets must be given.";
    throw new AwsError("ValidationException", text);
  }
}

function page<Item>(
  all: readonly Item[],
  { MaxResults = 50, NextToken }: { MaxResults?: number; NextToken?: string },
): Page<Item> {
  const found = pageOf(all, MaxResults, NextToken);
  if (!found) throw new AwsError("InvalidNextToken", "The specified token is not valid.");
  return found;
}
