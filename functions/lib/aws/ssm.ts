import {
  CancelCommandCommand,
  GetAutomationExecutionCommand,
  ListCommandsCommand,
  paginateDescribeInstanceInformation,
  paginateListCommandInvocations,
  paginateListCommands,
  SendAutomationSignalCommand,
  SendCommandCommand,
  SSMClient,
  StartAutomationExecutionCommand,
  StopAutomationExecutionCommand,
  type AutomationExecution,
  type Command,
  type CommandInvocation,
  type InstanceInformation,
  type InstanceInformationStringFilter,
  type SendAutomationSignalCommandInput,
  type SendCommandCommandInput,
  type StartAutomationExecutionCommandInput,
} from "@aws-sdk/client-ssm";
import { perAccount, until, type Way } from "./account.ts";

const client = /* @__PURE__ */ perAccount((config) => new SSMClient(config));

/** Beyond these many pages of 50 nobody looks: what is older has long been over. */
const mostPages = 20;

export type SsmCommand = Command;
export type SsmInvocation = CommandInvocation;
export type SsmInstance = InstanceInformation;
export type SsmExecution = AutomationExecution;

/** The id of the command. */
export async function sendCommand(way: Way, input: SendCommandCommandInput): Promise<string> {
  const { Command: sent } = await (
    await client(way)
  ).send(new SendCommandCommand(input), until(way));
  return sent?.CommandId ?? "";
}

/** Undefined for a moment after it was sent. */
export async function getCommand(way: Way, CommandId: string): Promise<SsmCommand | undefined> {
  const command = new ListCommandsCommand({ CommandId });
  return (await (await client(way)).send(command, until(way))).Commands?.[0];
}

/** The newest command with this comment; undefined when there is none among the last thousand. */
export async function findCommand(way: Way, comment: string): Promise<SsmCommand | undefined> {
  const config = { client: await client(way), pageSize: 50 };
  let page = 0;
  for await (const { Commands = [] } of paginateListCommands(config, {}, until(way))) {
    const found = Commands.find(({ Comment }) => Comment === comment);
    if (found !== undefined) return found;
    page += 1;
    if (page === mostPages) return undefined;
  }
  return undefined;
}

/** What a command did on each of its instances, at most a thousand of them. */
export async function listInvocations(way: Way, CommandId: string): Promise<SsmInvocation[]> {
  const config = { client: await client(way), pageSize: 50 };
  const input = { CommandId, Details: true };
  const found: SsmInvocation[] = [];
  let page = 0;
  for await (const { CommandInvocations = [] } of paginateListCommandInvocations(
    config,
    input,
    until(way),
  )) {
    found.push(...CommandInvocations);
    page += 1;
    if (page === mostPages) break;
  }
  return found;
}

export async function cancelCommand(way: Way, CommandId: string): Promise<void> {
  await (await client(way)).send(new CancelCommandCommand({ CommandId }), until(way));
}

/** Managed instances, online or not. */
export async function listInstances(
  way: Way,
  Filters: InstanceInformationStringFilter[] = [],
): Promise<SsmInstance[]> {
  const config = { client: await client(way), pageSize: 50 };
  const found: SsmInstance[] = [];
  for await (const { InstanceInformationList = [] } of paginateDescribeInstanceInformation(
    config,
    { Filters },
    until(way),
  ))
    found.push(...InstanceInformationList);
  return found;
}

/** The id of the execution; the same again for the same token. */
export async function startAutomation(
  way: Way,
  input: StartAutomationExecutionCommandInput,
): Promise<string> {
  const command = new StartAutomationExecutionCommand(input);
  return (await (await client(way)).send(command, until(way))).AutomationExecutionId ?? "";
}

export async function getAutomation(way: Way, id: string): Promise<SsmExecution> {
  const command = new GetAutomationExecutionCommand({ AutomationExecutionId: id });
  return (await (await client(way)).send(command, until(way))).AutomationExecution ?? {};
}

export async function signalAutomation(
  way: Way,
  input: SendAutomationSignalCommandInput,
): Promise<void> {
  await (await client(way)).send(new SendAutomationSignalCommand(input), until(way));
}

export async function stopAutomation(way: Way, id: string): Promise<void> {
  const input = { AutomationExecutionId: id, Type: "Cancel" } as const;
  await (await client(way)).send(new StopAutomationExecutionCommand(input), until(way));
}
