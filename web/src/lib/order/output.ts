/** What an outside system answered, laid out when it is JSON. */
export function prettyText(text: string): string {
  if (!/^\s*[[{]/.test(text)) return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    // Shortened JSON does not parse; it is shown as it came.
    return text;
  }
}

type Row = { name: string; value: string };

function textOf(value: unknown): string {
  if (value === null || value === undefined || value === "") return "–";
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Parameters as rows, nested names joined by dots: `headers.accept`. Lists stay one value. */
export function flatten(parameters: Record<string, unknown>, prefix = ""): Row[] {
  return Object.entries(parameters).flatMap(([key, value]) => {
    const name = prefix + key;
    const isTree = typeof value === "object" && value !== null && !Array.isArray(value);
    if (!isTree || Object.keys(value).length === 0) return [{ name, value: textOf(value) }];
    return flatten({ ...value }, `${name}.`);
  });
}
