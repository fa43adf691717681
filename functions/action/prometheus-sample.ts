import * as z from "zod";
import type { PrometheusCheckParameters } from "#shared/action/catalogue/prometheus-check.ts";
import type { Outcome } from "#shared/action/driver.ts";
import type { Answer } from "#shared/outbound/request.ts";

/** What one answer of the query API says of a check. Pure. */

export type Sample = {
  verdict: "passed" | "failed" | "inconclusive";
  text: string;
  /** Of the series that decides; null where it is no number, or there is none. */
  value: number | null;
  series: number;
  notes: string[];
};

/** Numbers come as text, with three that JSON does not have. */
function numberOf(text: string): number {
  if (text === "+Inf") return Infinity;
  return text === "-Inf" ? -Infinity : Number(text);
}

const Value = z.tuple([z.number(), z.string().transform(numberOf)]);
const Labels = z.record(z.string(), z.string());
const Data = z.discriminatedUnion("resultType", [
  z.object({
    resultType: z.literal("vector"),
    result: z.array(z.object({ metric: Labels, value: Value })),
  }),
  z.object({ resultType: z.literal("scalar"), result: Value }),
]);
const Success = z.object({
  status: z.literal("success"),
  data: Data,
  warnings: z.array(z.string()).default([]),
  infos: z.array(z.string()).default([]),
});
const Failure = z.object({ status: z.literal("error"), errorType: z.string(), error: z.string() });
const Other = z.object({
  status: z.literal("success"),
  data: z.object({ resultType: z.string() }),
});

type Series = { name: string; value: number };

function nameOf({ __name__: name = "", ...labels }: z.output<typeof Labels>): string {
  const pairs = Object.entries(labels).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
  return `${name}{${pairs.join(",")}}`;
}

function seriesOf(data: z.output<typeof Data>): Series[] {
  if (data.resultType === "scalar") return [{ name: "scalar", value: data.result[1] }];
  return data.result.map(({ metric, value }) => ({ name: nameOf(metric), value: value[1] }));
}

type Wanted = Pick<PrometheusCheckParameters, "comparison" | "threshold" | "series" | "ifEmpty">;

const compare: Record<Wanted["comparison"], (value: number, threshold: number) => boolean> = {
  ">": (value, threshold) => value > threshold,
  ">=": (value, threshold) => value >= threshold,
  "<": (value, threshold) => value < threshold,
  "<=": (value, threshold) => value <= threshold,
  "==": (value, threshold) => value === threshold,
  "!=": (value, threshold) => value !== threshold,
};

type Verdict = Sample["verdict"];

function verdictOf({ value }: Series, { comparison, threshold }: Wanted): Verdict {
  if (Number.isNaN(value)) return "inconclusive";
  return compare[comparison](value, threshold) ? "passed" : "failed";
}

const shownSeries = 5;

/** Of all series the worst one decides, of any the best one. */
function judge(found: Series[], wanted: Wanted): Omit<Sample, "notes"> {
  const wish = `wanted ${wanted.comparison} ${wanted.threshold}`;
  if (found.length === 0) {
    return { verdict: wanted.ifEmpty, text: `no series; ${wish}`, value: null, series: 0 };
  }
  const order: Verdict[] = ["failed", "inconclusive", "passed"];
  if (wanted.series === "any") order.reverse();
  const rank = (one: Series) => order.indexOf(verdictOf(one, wanted));
  const sorted = found.toSorted((a, b) => rank(a) - rank(b));
  const [first] = sorted;
  const deciding = sorted.filter((one) => first !== undefined && rank(one) === rank(first));
  const shown = deciding.slice(0, shownSeries).map(({ name, value }) => `${name} = ${value}`);
  const more = deciding.length > shownSeries ? ` and ${deciding.length - shownSeries} more` : "";
  const value = first?.value ?? Number.NaN;
  return {
    verdict: first === undefined ? "inconclusive" : verdictOf(first, wanted),
    text: `${shown.join(", ")}${more}; ${wish}`,
    value: Number.isFinite(value) ? value : null,
    series: found.length,
  };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** An answer with values; or the error that it is, which no waiting mends when the query itself is wrong. */
export function sampleOf(answer: Answer, wanted: Wanted): Sample | Outcome {
  const body = json(answer.text);
  const success = Success.safeParse(body);
  if (answer.status < 300 && success.success) {
    const { data, warnings, infos } = success.data;
    return { ...judge(seriesOf(data), wanted), notes: [...warnings, ...infos] };
  }
  const failure = Failure.safeParse(body);
  const said = failure.success ? failure.data.error : answer.text.trim().slice(0, 300);
  const message = `HTTP ${answer.status}: ${said}`;
  const other = Other.safeParse(body);
  if (other.success) {
    const { resultType } = other.data.data;
    return { kind: "failed", code: "BAD_RESULT", message: `A ${resultType} can't be compared.` };
  }
  if (answer.status === 400) return { kind: "failed", code: "BAD_QUERY", message };
  return { kind: "no_answer", message };
}
