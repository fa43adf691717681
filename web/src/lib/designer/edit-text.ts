/** A text area's content with its selection. */
export type Edit = { text: string; start: number; end: number };

function lineStart(text: string, at: number): number {
  return text.lastIndexOf("\n", at - 1) + 1;
}

function shiftLines(edit: Edit, shift: (line: string) => string): Edit {
  const from = lineStart(edit.text, edit.start);
  const lines = edit.text.slice(from, edit.end).split("\n");
  const shifted = lines.map(shift);
  const first = (shifted[0]?.length ?? 0) - (lines[0]?.length ?? 0);
  const block = shifted.join("\n");
  return {
    text: edit.text.slice(0, from) + block + edit.text.slice(edit.end),
    start: Math.max(from, edit.start + first),
    end: from + block.length,
  };
}

/** What Tab does: two spaces at the caret, or all selected lines two to the right. */
export function indent(edit: Edit): Edit {
  if (edit.text.slice(edit.start, edit.end).includes("\n")) {
    return shiftLines(edit, (line) => (line === "" ? line : `  ${line}`));
  }
  const text = `${edit.text.slice(0, edit.start)}  ${edit.text.slice(edit.end)}`;
  return { text, start: edit.start + 2, end: edit.start + 2 };
}

/** What Shift-Tab does: the touched lines up to two spaces to the left. */
export function outdent(edit: Edit): Edit {
  const stop = edit.text.indexOf("\n", edit.end);
  const whole = { ...edit, end: stop === -1 ? edit.text.length : stop };
  const moved = shiftLines(whole, (line) => line.replace(/^ {1,2}/, ""));
  const lost = whole.text.length - moved.text.length;
  return { ...moved, end: Math.max(moved.start, edit.end - lost) };
}

/** What Enter does: a new line as far in as this one, further behind a colon. */
export function newLine(edit: Edit): Edit {
  const line = edit.text.slice(lineStart(edit.text, edit.start), edit.start);
  const own = /^ */.exec(line)?.[0] ?? "";
  const inset = /:\s*$/.test(line) ? `${own}  ` : own;
  const at = edit.start + 1 + inset.length;
  const text = `${edit.text.slice(0, edit.start)}\n${inset}${edit.text.slice(edit.end)}`;
  return { text, start: at, end: at };
}

/** Where a line (from 1) begins and ends. */
export function lineSpan(text: string, line: number): { start: number; end: number } {
  let start = 0;
  for (let left = line - 1; left > 0; left -= 1) {
    const next = text.indexOf("\n", start);
    if (next === -1) break;
    start = next + 1;
  }
  const end = text.indexOf("\n", start);
  return { start, end: end === -1 ? text.length : end };
}
