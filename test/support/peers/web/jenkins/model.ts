/** What a Jenkins holds: jobs, the queue before them, and their builds. Times are milliseconds of its clock. */

export type Parameter = {
  name: string;
  /** string */
  kind?: "string" | "boolean" | "choice";
  /** "" or false; the first of the choices. */
  defaultValue?: string | boolean;
  choices?: string[];
};
export type Values = Record<string, string | boolean>;

export type Result = "SUCCESS" | "UNSTABLE" | "FAILURE" | "ABORTED";

/** A pipeline stops after the stage until somebody answers. */
export type Input = { id: string; message: string; ok?: string; parameters?: Parameter[] };
export type Stage = { runMs: number; log?: string[]; input?: Input };
/** How a build goes: stage by stage, then the result. */
export type Course = { stages: Stage[]; result: Result };

export type Job = {
  /** With its folders, like "team/deploy". */
  fullName: string;
  kind: "pipeline" | "freestyle";
  parameters: Parameter[];
  isDisabled: boolean;
  /** A job that is not concurrent keeps the next build in the queue. */
  isConcurrent: boolean;
  quietMs: number;
  course: Course;
  /** For the next builds only, one each. */
  nextCourses: Course[];
  nextNumber: number;
  builds: Build[];
};

export type QueueItem = {
  id: number;
  job: Job;
  values: Values;
  user: string;
  sinceMs: number;
  /** When its quiet period is over. */
  dueMs: number;
  state: "waiting" | "blocked" | "buildable" | "left" | "cancelled";
  buildableMs: number;
  /** When it left the queue. */
  leftMs: number;
  build: Build | undefined;
};

export type Build = {
  job: Job;
  number: number;
  queueId: number;
  values: Values;
  user: string;
  startedMs: number;
  course: Course;
  stage: number;
  /** When the stage is over. */
  stageEndMs: number;
  /** What it waits for a person to answer. */
  pending: Input | undefined;
  /** What was answered, by the id of the input. */
  answers: Record<string, Values>;
  endMs: number | undefined;
  result: Result | undefined;
  /** Lines and when they are written, in this order; some are still to come. */
  log: { atMs: number; line: string }[];
};

export type Controller = {
  jobs: Job[];
  queue: QueueItem[];
  lastId: number;
  /** For free-style builds; a pipeline itself needs none. */
  executors: number;
  /** Until an executor takes what is buildable. */
  pickMs: number;
  /** Until a build that is stopped has stopped. */
  stopMs: number;
};

export const isBuilding = ({ endMs }: Build) => endMs === undefined;
/** a/b is at /job/a/job/b/. */
export const pathOf = ({ fullName }: Pick<Job, "fullName">) =>
  fullName
    .split("/")
    .map((name) => `job/${encodeURIComponent(name)}/`)
    .join("");

/** Ids of inputs begin with a capital: small ones are kept for the actions of Jenkins itself. */
export const inputId = ({ id }: Input) => id.charAt(0).toUpperCase() + id.slice(1);

export function logText({ log }: Build, nowMs: number): string {
  const written = log.filter(({ atMs }) => atMs <= nowMs);
  return written.map(({ line }) => `${line}\n`).join("");
}
