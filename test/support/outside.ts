import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A request as it arrived. */
export type Call = {
  path: string;
  method: string;
  key: string | undefined;
  token: string | undefined;
  body: unknown;
};

type Answer = (call: Call, response: ServerResponse, times: number) => void;

/** The socket goes after the work was done: the caller can't know. */
export const hangUp: Answer = (_call, response) => void response.destroy();

export function reply(
  status: number,
  body: unknown = {},
  headers: Record<string, string> = {},
): Answer {
  return (_call, response) =>
    void response
      .writeHead(status, { "content-type": "application/json", ...headers })
      .end(JSON.stringify(body));
}

/** An outside system on this machine that says what it is told to, and remembers every call. */
export type Outside = {
  url: string;
  calls: (path: string) => Call[];
  /** What a path answers: the first call gets the first of these, the last one goes on. */
  answer: (path: string, ...answers: [Answer, ...Answer[]]) => void;
  stop: () => Promise<void>;
};

async function read(request: IncomingMessage): Promise<unknown> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text === "" ? undefined : (JSON.parse(text) as unknown);
}

function one(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}

export async function startOutside(): Promise<Outside> {
  const answers = new Map<string, Answer[]>();
  const calls: Call[] = [];
  const server = createServer((request, response) => {
    void read(request).then((body) => {
      const { url: path = "", method = "", headers } = request;
      const key = one(headers["idempotency-key"]);
      const call = { path, method, key, token: one(headers["x-callback-token"]), body };
      const times = calls.filter((earlier) => earlier.path === path).length;
      calls.push(call);
      const known = answers.get(path) ?? [reply(404)];
      const answer = known[Math.min(times, known.length - 1)] ?? reply(404);
      answer(call, response, times);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    calls: (path) => calls.filter((call) => call.path === path),
    answer: (path, ...given) => void answers.set(path, given),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
