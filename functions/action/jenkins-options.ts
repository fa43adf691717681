import * as z from "zod";
import type { OptionProvider } from "#shared/action/driver.ts";
import { isGone } from "./exchange.ts";
import { askJenkins, read, serverFor } from "./jenkins-client.ts";

/** What there is to choose from on Jenkins. */

const servers: OptionProvider = async ({ settings }) =>
  (settings.jenkins?.servers ?? []).map(({ name }) => ({ value: name, label: name }));

/** Folders in folders, so deep; Jenkins answers them all at once. */
const deepest = 6;
const each = "name,buildable";

function treeOf(depth: number): string {
  return `jobs[${each}${depth > 1 ? `,${treeOf(depth - 1)}` : ""}]`;
}

type Listed = { name: string; buildable?: boolean | undefined; jobs?: Listed[] | undefined };
const Listed: z.ZodType<Listed> = z.lazy(() =>
  z.object({
    name: z.string(),
    buildable: z.boolean().optional(),
    jobs: z.array(Listed).optional(),
  }),
);
const Root = z.object({ jobs: z.array(Listed) });

/** Paths of all jobs that can be built; a folder can't. */
function pathsIn(jobs: readonly Listed[], folder = ""): string[] {
  return jobs.flatMap(({ name, buildable, jobs: inner }) => {
    const path = `${folder}${name}`;
    if (inner !== undefined) return pathsIn(inner, `${path}/`);
    return buildable === true ? [path] : [];
  });
}

const jobs: OptionProvider = async (question) => {
  const found = serverFor(question, String(question.parameters["server"]));
  if (!("server" in found)) throw new Error(found.message);
  const answer = await askJenkins(question, found.server, "/api/json", {
    method: "GET",
    query: { tree: treeOf(deepest) },
    signal: question.signal,
  });
  if (isGone(answer)) throw new Error(answer.message);
  const root = read(Root, answer);
  if (root === null) throw new Error(`HTTP ${answer.status}`);
  return pathsIn(root.jobs).map((path) => ({ value: path, label: path }));
};

export const jenkinsOptions = {
  "jenkins.servers": servers,
  "jenkins.jobs": jobs,
} satisfies Record<string, OptionProvider>;
