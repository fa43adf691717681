import {
  inputId,
  isBuilding,
  pathOf,
  type Build,
  type Input,
  type Job,
  type Parameter,
} from "./model.ts";

/** Java names its things in every answer. */
export const classes = {
  pipeline: {
    job: "org.jenkinsci.plugins.workflow.job.WorkflowJob",
    build: "org.jenkinsci.plugins.workflow.job.WorkflowRun",
  },
  freestyle: { job: "hudson.model.FreeStyleProject", build: "hudson.model.FreeStyleBuild" },
};
const kinds = { string: "String", boolean: "Boolean", choice: "Choice" };
const colours = { SUCCESS: "blue", UNSTABLE: "yellow", FAILURE: "red", ABORTED: "aborted" };

export function valueView(name: string, value: string | boolean) {
  const kind = typeof value === "boolean" ? "Boolean" : "String";
  return { _class: `hudson.model.${kind}ParameterValue`, name, value };
}

function colourOf(job: Job): string {
  if (job.isDisabled) return "disabled";
  const finished = job.builds.findLast((build) => !isBuilding(build));
  const colour = finished?.result === undefined ? "notbuilt" : colours[finished.result];
  return job.builds.some(isBuilding) ? `${colour}_anime` : colour;
}

export const buildLink = (build: Build | undefined, root: string) =>
  build === undefined
    ? null
    : {
        _class: classes[build.job.kind].build,
        number: build.number,
        url: `${root}/${pathOf(build.job)}${build.number}/`,
      };

export const jobLink = (job: Job, root: string) => ({
  _class: classes[job.kind].job,
  name: job.fullName.split("/").at(-1),
  url: `${root}/${pathOf(job)}`,
  color: colourOf(job),
});

function parameterView({ name, kind = "string", defaultValue, choices }: Parameter) {
  const value = defaultValue ?? { string: "", boolean: false, choice: choices?.[0] ?? "" }[kind];
  return {
    _class: `hudson.model.${kinds[kind]}ParameterDefinition`,
    defaultParameterValue: valueView(name, value),
    description: null,
    name,
    type: `${kinds[kind]}ParameterDefinition`,
    ...(kind === "choice" ? { choices } : {}),
  };
}

export function jobView(job: Job, root: string) {
  const names = job.fullName.split("/");
  const done = job.builds.filter((build) => !isBuilding(build));
  const good = done.findLast(({ result }) => result === "SUCCESS" || result === "UNSTABLE");
  const definitions = job.parameters.map(parameterView);
  const property = {
    _class: "hudson.model.ParametersDefinitionProperty",
    parameterDefinitions: definitions,
  };
  return {
    ...jobLink(job, root),
    fullName: job.fullName,
    fullDisplayName: names.join(" » "),
    buildable: !job.isDisabled,
    builds: job.builds.toReversed().map((build) => buildLink(build, root)),
    lastBuild: buildLink(job.builds.at(-1), root),
    lastCompletedBuild: buildLink(done.at(-1), root),
    lastSuccessfulBuild: buildLink(good, root),
    nextBuildNumber: job.nextNumber,
    property: definitions.length === 0 ? [] : [property],
  };
}

/** The root, or a folder: what lies in it. Folders exist through the jobs in them. */
export function folderView(jobs: Job[], fullName: string, root: string, isDeep = false): object {
  const prefix = fullName === "" ? "" : `${fullName}/`;
  const inside = jobs.filter((job) => job.fullName.startsWith(prefix));
  const folders = inside
    .map((job) => job.fullName.slice(prefix.length).split("/"))
    .filter(({ length }) => length > 1)
    .map(([name = ""]) => name);
  const direct = inside.filter((job) => !job.fullName.slice(prefix.length).includes("/"));
  const _class = "com.cloudbees.hudson.plugins.folder.Folder";
  const links = [...new Set(folders)].map((name) => ({
    ...(isDeep ? folderView(jobs, prefix + name, root, true) : {}),
    ...{ _class, name },
    url: `${root}/${pathOf({ fullName: prefix + name })}`,
  }));
  return {
    _class: fullName === "" ? "hudson.model.Hudson" : _class,
    jobs: [
      ...links,
      ...direct.map((job) => ({
        ...jobLink(job, root),
        ...(isDeep ? { fullName: job.fullName, buildable: !job.isDisabled } : {}),
      })),
    ],
  };
}

/** As the REST plugin for pipelines lists them. Its addresses have no host. */
export function pendingView(build: Build, input: Input, prefix: string) {
  const run = `${prefix}/${pathOf(build.job)}${build.number}/`;
  const id = inputId(input);
  const inputs = (input.parameters ?? []).map((parameter) => {
    const { name, type, defaultParameterValue, choices } = parameterView(parameter);
    const more = choices === undefined ? {} : { choices };
    return { type, name, definition: { defaultVal: defaultParameterValue.value, ...more } };
  });
  return {
    id,
    proceedText: input.ok ?? "Proceed",
    message: input.message,
    inputs,
    proceedUrl: `${run}wfapi/inputSubmit?inputId=${encodeURIComponent(id)}`,
    abortUrl: `${run}input/${encodeURIComponent(id)}/abort`,
    redirectApprovalUrl: `${run}input/`,
  };
}
