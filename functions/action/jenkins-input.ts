import * as z from "zod";
import type { Call, Outcome } from "#shared/action/driver.ts";
import { goneLook, goneStep, isGone } from "./exchange.ts";
import { askJenkins, lookRefusal, read, refusal } from "./jenkins-client.ts";
import type { Place } from "./jenkins-job.ts";

/** Steps of a pipeline that wait for an answer. */

const Pending = z.object({
  id: z.string(),
  message: z.string().default(""),
  inputs: z
    .array(
      z.object({
        name: z.string(),
        definition: z.object({ defaultVal: z.unknown().optional() }).prefault({}),
      }),
    )
    .default([]),
});
export type Pending = z.output<typeof Pending>;

const prefix = "input:";

export function stepOf({ id }: Pending): string {
  return `${prefix}${id}`;
}

/** Jenkins makes the first letter of an id a capital. */
export function mayProceed({ proceedInputs }: Place, { id }: Pending): boolean {
  const same = (one: string) => one === "*" || one.toLowerCase() === id.toLowerCase();
  return proceedInputs.some(same);
}

/** What the build waits for. None where the server has no such interface. */
export async function pendingInputs(
  call: Call,
  { at }: Place,
  build: string,
): Promise<Pending[] | Outcome> {
  const answer = await askJenkins(call, at, `${build}/wfapi/pendingInputActions`);
  if (isGone(answer)) return goneLook(answer);
  if (answer.status === 404) return [];
  if (answer.status >= 300) return lookRefusal(answer);
  return read(z.array(Pending), answer) ?? [];
}

function valuesFor({ inputs }: Pending, { inputParameters }: Place): object[] {
  return inputs.map(({ name, definition }) => ({
    name,
    value: inputParameters[name] ?? definition.defaultVal ?? "",
  }));
}

/** Answers an input. What is not pending any more has been answered: Jenkins takes an answer once. */
export async function answerInput(
  call: Call,
  place: Place,
  build: string,
  step: string,
): Promise<Outcome | "answered"> {
  const pending = await pendingInputs(call, place, build);
  if (!Array.isArray(pending)) return pending;
  const input = pending.find((one) => stepOf(one) === step);
  if (input === undefined) return "answered";
  const id = encodeURIComponent(input.id);
  const answer =
    input.inputs.length === 0
      ? await askJenkins(call, place.at, `${build}/input/${id}/proceedEmpty`, { method: "POST" })
      : await askJenkins(call, place.at, `${build}/wfapi/inputSubmit`, {
          method: "POST",
          query: { inputId: input.id },
          form: { json: JSON.stringify({ parameter: valuesFor(input, place) }) },
        });
  if (isGone(answer)) return goneStep(answer);
  return answer.status < 400 || answer.status === 404 ? "answered" : refusal(answer);
}
