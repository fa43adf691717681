import { setTimeout as sleep } from "node:timers/promises";
import { reply, type Outside } from "./outside.ts";

type Answer = Parameters<Outside["answer"]>[1];

/** Answers as sources of options give them, the good ones and the others. */
export const suppliers = [
  { id: "s-1", name: "Acme 供应商" },
  { id: "s-2", name: "Bolt & Sons" },
];

/** `{ data: { items } }`, as many services wrap their lists. */
export function list(items: unknown = suppliers): Answer {
  return reply(200, { data: { items } });
}

export function late(ms: number, answer: Answer = list()): Answer {
  return (call, response, times) => {
    void sleep(ms).then(() => (response.destroyed ? undefined : answer(call, response, times)));
  };
}

/** The head of the answer comes at once, its end never. */
export const stalls: Answer = (_call, response) => {
  response.writeHead(200, { "content-type": "application/json" }).write('{"data":');
};

/** A proxy's page in place of the list. */
export const garbage: Answer = (_call, response) => {
  response.writeHead(200, { "content-type": "text/html" }).end("<html>Sign in</html>");
};

/** With a list in its body, which must not pass for the answer. */
export const toMetadata: Answer = reply(
  302,
  { data: { items: suppliers } },
  { location: "http://169.254.169.254/latest/meta-data/" },
);

/** More than anybody reads; stops when nobody listens any more. */
export const huge: Answer = (_call, response) => {
  response.writeHead(200, { "content-type": "application/json" });
  const chunk = "x".repeat(64 * 1024);
  const more = () => {
    while (!response.destroyed && response.write(chunk));
  };
  response.on("drain", more);
  more();
};
