import type { Compared } from "./report-check.ts";
import type { CountRow, Result } from "./result.ts";

function table(head: string[], rows: string[][]): string {
  const all = [head, ...rows];
  const widths = head.map((_title, column) =>
    Math.max(...all.map((row) => (row[column] ?? "").length)),
  );
  const line = (row: string[]) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return column === 0 ? cell.padEnd(width) : cell.padStart(width);
      })
      .join("  ");
  return all.map(line).join("\n");
}

function counts(title: string, rows: CountRow[]): string {
  const cells = rows.map(({ name, log, platform }) => [
    name,
    String(log),
    platform === null ? "-" : String(platform),
  ]);
  return table([title, "log", "platform"], cells);
}

function shown(figure: string, value: number | null): string {
  if (value === null) return "-";
  return figure.endsWith("Ms") ? `${(value / 3_600_000).toFixed(3)} h` : String(value);
}

function figures(rows: Compared[]): string {
  const cells = rows.map(({ figure, log, platform, isEqual }) => [
    figure,
    shown(figure, log),
    shown(figure, platform),
    isEqual ? "equal" : "DIFFERENT",
  ]);
  return table(["Report, total", "log", "platform", ""], cells);
}

function departments(rows: Compared[]): string {
  const groups = [...Map.groupBy(rows, ({ group }) => group)];
  const cells = groups.map(([group, own]) => {
    const of = (name: string) => own.find(({ figure }) => figure === name);
    const pair = (name: string) => {
      const found = of(name);
      return `${shown(name, found?.log ?? null)} / ${shown(name, found?.platform ?? null)}`;
    };
    const wrong = own.filter(({ isEqual }) => !isEqual).map(({ figure }) => figure);
    return [
      group,
      pair("submitted"),
      pair("completed"),
      pair("returns"),
      pair("handlingMedianMs"),
      pair("handlingP90Ms"),
      wrong.length === 0 ? "equal" : `DIFFERENT: ${wrong.join(", ")}`,
    ];
  });
  const head = ["Report, log / platform", "submitted", "completed", "returns", "median", "p90", ""];
  return table(head, cells);
}

function report({ report: check }: Result): string {
  const total = check.figures.filter(({ group }) => group === "total");
  const groups = check.figures.filter(({ group }) => group !== "total");
  const equal = check.figures.filter(({ isEqual }) => isEqual).length;
  return [
    `Report ${check.from} to ${check.to}; a refused case is counted up to the refused event.`,
    figures(total),
    "",
    departments(groups),
    "",
    `Report figures equal to the count of the log: ${equal} of ${check.figures.length}` +
      ` (median and p90 within 1 %): ${check.isEqual ? "EQUAL" : "DIFFERENT"}`,
  ].join("\n");
}

function failures({ notReproduced }: Result): string {
  const lines = notReproduced.map(
    ({ reason, caseIds }) => `  ${caseIds.length}  ${reason}\n     ${caseIds.join(", ")}`,
  );
  return ["Not reproduced:", ...(lines.length === 0 ? ["  none"] : lines)].join("\n");
}

/** The answer of a replay as text. */
export function print(result: Result): string {
  const { cases, events, reproduced, seconds } = result;
  const share = cases === 0 ? 100 : (100 * reproduced) / cases;
  return [
    counts("Activity", result.activities),
    "",
    counts("State or outcome", result.outcomes),
    "",
    `Reproduced: ${reproduced} of ${cases} cases (${share.toFixed(2)} %)`,
    failures(result),
    "",
    report(result),
    "",
    `${cases} cases, ${events} events in ${seconds.toFixed(0)} s: ${(cases / seconds).toFixed(2)} cases/s`,
  ].join("\n");
}
