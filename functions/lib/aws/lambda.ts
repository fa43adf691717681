import {
  InvokeCommand,
  LambdaClient,
  paginateListFunctions,
  type InvokeCommandInput,
} from "@aws-sdk/client-lambda";
import { perAccount, until, type Way } from "./account.ts";

const client = /* @__PURE__ */ perAccount((config) => new LambdaClient(config));

/** AWS gives the last so many bytes of a log. */
const tailBytes = 4096;

export type Invocation = {
  status: number;
  payload: string;
  /** Set when the function itself failed. */
  error: string | null;
  version: string | null;
  log: string;
};

export async function invoke(way: Way, input: InvokeCommandInput): Promise<Invocation> {
  const answer = await (await client(way)).send(new InvokeCommand(input), until(way));
  const { StatusCode = 0, Payload, FunctionError = null, ExecutedVersion = null } = answer;
  const payload = Buffer.from(Payload ?? []).toString("utf8");
  const log = logOf(answer.LogResult ?? "");
  return { status: StatusCode, payload, error: FunctionError, version: ExecutedVersion, log };
}

/** Whole lines: of one that was cut a secret could be left over in part, which nobody would recognise. */
function logOf(encoded: string): string {
  const bytes = Buffer.from(encoded, "base64");
  const text = bytes.toString("utf8");
  return bytes.length < tailBytes ? text : text.slice(text.indexOf("\n") + 1);
}

export async function listFunctions(way: Way): Promise<string[]> {
  const pages = paginateListFunctions({ client: await client(way) }, {}, until(way));
  const names: string[] = [];
  for await (const { Functions = [] } of pages) {
    names.push(...Functions.flatMap(({ FunctionName }) => FunctionName ?? []));
  }
  return names;
}
