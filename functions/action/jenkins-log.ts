import type { Call } from "#shared/action/driver.ts";
import { isGone } from "./exchange.ts";
import { askJenkins, type Server } from "./jenkins-client.ts";

/** The log of a build as it grows. */

const mostBytes = 200_000;

export type Piece = { text: string; offset: number };

/**
 * What was written since `offset` (bytes). While the build goes on only whole lines are taken: what ends in the
 * middle could be half a secret. An answer that does not come is no log, this time.
 */
export async function logSince(
  call: Call,
  server: Server,
  build: string,
  { offset, isOver }: { offset: number; isOver: boolean },
): Promise<Piece> {
  const answer = await askJenkins(call, server, `${build}/logText/progressiveText`, {
    method: "GET",
    query: { start: String(offset) },
    maxBytes: mostBytes,
  });
  if (isGone(answer) || answer.status >= 300) return { text: "", offset };
  const end = Number(answer.headers["x-text-size"]);
  const isCut = Number.isFinite(end) && end - offset > mostBytes;
  const whole = isOver && !isCut ? answer.text : wholeLines(answer.text);
  // A single line longer than all that is read at once.
  const text = whole === "" && isCut ? answer.text.replace(/\uFFFD+$/, "") : whole;
  return { text, offset: offset + Buffer.byteLength(text) };
}

function wholeLines(text: string): string {
  return text.slice(0, text.lastIndexOf("\n") + 1);
}
