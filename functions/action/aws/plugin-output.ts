/** AWS ends what it cuts with this. */
const cutMark = /\n?-+Output truncated-+\s*$/;

/**
 * Whole lines of what a script wrote. Of the line at which AWS cut, a secret could be left over in part, which
 * nobody would recognise.
 */
export function linesOf(output: string): string[] {
  if (output === "") return [];
  const isCut = cutMark.test(output);
  const lines = output.replace(cutMark, "").trimEnd().split("\n");
  return isCut ? [...lines.slice(0, -1), "…"] : lines;
}
