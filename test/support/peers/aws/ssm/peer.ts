import { randomBytes } from "node:crypto";
import type * as ssm from "@aws-sdk/client-ssm";
import { parameterActions } from "#stacks/local/ssm/actions.ts";
import { KEY_BYTES } from "#stacks/local/ssm/cipher.ts";
import { SsmError } from "#stacks/local/ssm/error.ts";
import { ParameterStore } from "#stacks/local/ssm/store.ts";
import { AwsError } from "../error.ts";
import { jsonWire } from "../json-wire.ts";
import { startPeer, type Handler, type Peer } from "../peer.ts";
import { Steps, type Pace } from "../steps.ts";
import type { AutomationDelays } from "./automation.ts";
import { Automations } from "./automations.ts";
import type { CommandDelays } from "./command.ts";
import { Commands } from "./commands.ts";
import { Fleet } from "./fleet.ts";

type Delays = CommandDelays & AutomationDelays;

/** Systems Manager: Parameter Store, Run Command and Automation. Delays may be changed while it runs. */
export type SsmPeer = Peer & {
  store: ParameterStore;
  fleet: Fleet;
  commands: Commands;
  automations: Automations;
  delays: Delays;
};

const DELAYS: Delays = {
  visibleMs: 20,
  pendingMs: 5,
  runningMs: 10,
  cancellingMs: 5,
  deliveryMs: 50,
  startMs: 5,
  stepMs: 10,
  stopMs: 5,
};

const CHANGES = new Set(["PutParameter", "DeleteParameter", "AddTagsToResource"]);

/** Starts the peer, with a store of its own unless one is given. */
export async function startSsmPeer(
  options: { pace?: Pace; delays?: Partial<Delays>; store?: ParameterStore } = {},
): Promise<SsmPeer> {
  const steps = new Steps(options.pace);
  const delays = { ...DELAYS, ...options.delays };
  const store = options.store ?? new ParameterStore({ key: randomBytes(KEY_BYTES) });
  const fleet = new Fleet();
  const commands = new Commands(fleet, steps, delays);
  const automations = new Automations(steps, delays);
  const service = {
    signingName: "ssm",
    wire: jsonWire("AmazonSSM"),
    handlers: {
      ...parameterHandlers(store),
      ...commandHandlers(fleet, commands),
      ...automationHandlers(automations),
    },
    throttling: { name: "ThrottlingException", status: 400, message: "Rate exceeded" },
    crash: { name: "InternalServerError", message: "An internal error occurred." },
  };
  const peer = await startPeer(service, steps);
  return { ...peer, store, fleet, commands, automations, delays };
}

function parameterHandlers(store: ParameterStore): Record<string, Handler<never>> {
  const handlers = Object.entries(parameterActions).map(([name, action]) => {
    const handler: Handler<never> = (input, effect) => {
      const output = translated(() => action(store, input));
      if (CHANGES.has(name)) effect();
      return output;
    };
    return [name, handler] as const;
  });
  return Object.fromEntries(handlers);
}

function translated(act: () => object): object {
  try {
    return act();
  } catch (error) {
    if (error instanceof SsmError) throw new AwsError(error.code, error.message);
    throw error;
  }
}

function commandHandlers(fleet: Fleet, commands: Commands) {
  return {
    DescribeInstanceInformation: (input: ssm.DescribeInstanceInformationRequest) =>
      fleet.describe(input),
    SendCommand: (input: ssm.SendCommandRequest, effect: () => void) =>
      commands.send(input, effect),
    GetCommandInvocation: (input: ssm.GetCommandInvocationRequest) => commands.invocation(input),
    ListCommands: (input: ssm.ListCommandsRequest) => commands.list(input),
    ListCommandInvocations: (input: ssm.ListCommandInvocationsRequest) =>
      commands.listInvocations(input),
    CancelCommand: (input: ssm.CancelCommandRequest, effect: () => void) =>
      commands.cancel(input, effect),
  };
}

function automationHandlers(automations: Automations) {
  return {
    StartAutomationExecution: (input: ssm.StartAutomationExecutionRequest, effect: () => void) =>
      automations.start(input, effect),
    GetAutomationExecution: (input: ssm.GetAutomationExecutionRequest) => automations.get(input),
    SendAutomationSignal: (input: ssm.SendAutomationSignalRequest, effect: () => void) =>
      automations.signal(input, effect),
    StopAutomationExecution: (input: ssm.StopAutomationExecutionRequest, effect: () => void) =>
      automations.stop(input, effect),
  };
}
