import * as z from "zod";
import { JenkinsBuildParameters } from "#shared/action/catalogue/jenkins-build.ts";
import type { Call, Outcome } from "#shared/action/driver.ts";
import { harmless, isGone } from "./exchange.ts";
import {
  askJenkins,
  jobPath,
  messageOf,
  read,
  refusal,
  serverFor,
  type Server,
} from "./jenkins-client.ts";

/** What is to be built, and whether the job takes it: Jenkins drops what it does not know without a word. */

const Plain = JenkinsBuildParameters.omit({ secretParameters: true });
const Secrets = z.record(z.string(), z.string()).default({});

export type Place = z.output<typeof Plain> & {
  secretParameters: Record<string, string>;
  at: Server;
  path: string;
};

export function placeOf(call: Call): Place | Outcome {
  // Secrets stand in the call as their values.
  const { secretParameters, ...rest } = call.parameters;
  const given = Plain.parse(rest);
  const found = serverFor(call, given.server);
  if (!("server" in found)) return found;
  const secrets = Secrets.parse(secretParameters);
  return { ...given, secretParameters: secrets, at: found.server, path: jobPath(given.job) };
}

const Job = z.object({
  buildable: z.boolean().optional(),
  property: z
    .array(
      z.object({
        parameterDefinitions: z
          .array(z.object({ name: z.string(), choices: z.array(z.string()).optional() }))
          .default([]),
      }),
    )
    .default([]),
});
const tree = "buildable,property[parameterDefinitions[name,choices]]";

/** Everything that the build is given, with the key under its own name. */
export function valuesOf({ parameters, secretParameters, keyParameter }: Place, key: string) {
  const own = keyParameter === "" ? {} : { [keyParameter]: key };
  return { ...parameters, ...secretParameters, ...own };
}

function refused(code: string, message: string): Outcome {
  return { kind: "failed", code, message };
}

/** Whether the job can be built like this. Nothing has been done yet. */
export async function checkJob(
  call: Call,
  place: Place,
): Promise<{ hasParameters: boolean } | { refused: Outcome }> {
  const answer = await askJenkins(call, place.at, `${place.path}/api/json`, {
    method: "GET",
    query: { tree },
  });
  if (isGone(answer)) return { refused: harmless(answer) };
  if (answer.status >= 300) return { refused: harmless(refusal(answer)) };
  const job = read(Job, answer);
  if (job === null) return { refused: refused("UNAVAILABLE", messageOf(answer)) };
  if (job.buildable !== true) {
    return { refused: refused("NOT_BUILDABLE", `${place.job} is a folder or disabled.`) };
  }
  const known = new Map(
    job.property.flatMap(({ parameterDefinitions }) =>
      parameterDefinitions.map(({ name, choices }) => [name, choices] as const),
    ),
  );
  for (const [name, value] of Object.entries(valuesOf(place, call.key))) {
    const choices = known.get(name);
    if (!known.has(name)) {
      return { refused: refused("UNKNOWN_PARAMETER", `${place.job} has no parameter ${name}.`) };
    }
    if (choices !== undefined && !choices.includes(value)) {
      return { refused: refused("INVALID_CHOICE", `${name} takes ${choices.join(", ")}.`) };
    }
  }
  return { hasParameters: known.size > 0 };
}
