import { Hono, type Context } from "hono";
import { createPeer, type Peer, type PeerEnv } from "../peer.ts";
import { advance, schedule } from "./engine.ts";
import type { Build, Controller, Course, Job, Parameter, QueueItem, Values } from "./model.ts";
import {
  emptyPage,
  errorPage,
  json,
  notFound,
  oops,
  ownError,
  permissionNeeded,
  postNeeded,
} from "./page.ts";
import { answerQueue } from "./queue.ts";
import { answerRun } from "./run.ts";
import { crumbRefusal, issueCrumb, signIn, type Security, type User } from "./security.ts";
import { folderView, jobView } from "./tree.ts";
import { buildView } from "./view.ts";

export type JenkinsOptions = {
  /** Without them everybody is anonymous and may do everything. */
  users?: Record<string, User>;
  /** Whether a POST without an API token needs a crumb; true. */
  isCrumbNeeded?: boolean;
  /** For free-style builds; 2. */
  executors?: number;
  /** Until an executor takes what is buildable (10), and until a stopped build has stopped (10). */
  pickMs?: number;
  stopMs?: number;
  /** The path that it is mounted at, like /jenkins. */
  prefix?: string;
  /** Milliseconds; a test may turn it by hand. */
  now?: () => number;
};

export type NewJob = {
  /** With its folders, like "team/deploy". */
  name: string;
  /** pipeline */
  kind?: Job["kind"];
  parameters?: Parameter[];
  isDisabled?: boolean;
  /** true for pipelines, false for free-style jobs. */
  isConcurrent?: boolean;
  /** 5 seconds in the real one; 20. */
  quietMs?: number;
  /** How its builds go: by default one stage of 50 ms, then SUCCESS. */
  course?: Course;
};

export type Jenkins = Peer & {
  addJob: (given: NewJob) => void;
  /** Only the next builds of the job go like this, one each. */
  nextBuilds: (job: string, ...courses: [Course, ...Course[]]) => void;
  /** All builds of a job that ever began. */
  builds: (job: string) => Build[];
  /** All that was ever in the queue. */
  queue: () => QueueItem[];
};

/** Undefined when a value is none of the choices. What nobody defined is left out. */
function valuesOf(parameters: Parameter[], given: (name: string) => unknown): Values | undefined {
  const values: Values = {};
  for (const { name, kind = "string", defaultValue, choices = [] } of parameters) {
    const value = given(name) ?? defaultValue ?? (kind === "choice" ? choices[0] : "");
    if (kind === "boolean") values[name] = String(value).toLowerCase() === "true";
    else values[name] = String(value);
    if (kind === "choice" && !choices.includes(String(value))) return undefined;
  }
  return values;
}

export function createJenkins(options: JenkinsOptions = {}): Jenkins {
  const { prefix = "", now = Date.now, isCrumbNeeded = true, users } = options;
  const security: Security = { users, isCrumbNeeded };
  const controller: Controller = {
    ...{ jobs: [], queue: [], lastId: 0, executors: options.executors ?? 2 },
    ...{ pickMs: options.pickMs ?? 10, stopMs: options.stopMs ?? 10 },
  };
  const find = (fullName: string) => controller.jobs.find((job) => job.fullName === fullName);

  async function build(
    c: Context<PeerEnv>,
    job: Job,
    verb: string,
    user: { id: string; mayBuild: boolean },
    root: string,
  ): Promise<Response> {
    if (job.isDisabled) return errorPage(409, `${job.fullName} is not buildable`, c.req.path);
    if (!user.mayBuild) return permissionNeeded(user.id, "Job/Build");
    if (c.req.method !== "POST") return postNeeded();
    const isWithParameters = verb === "buildWithParameters";
    const hasParameters = job.parameters.length > 0;
    if (isWithParameters && !hasParameters)
      return errorPage(400, `${job.fullName} is not parameterized`, c.req.path);
    if (!isWithParameters && hasParameters)
      return errorPage(400, "Nothing is submitted", c.req.path);
    const form = await c.req.parseBody();
    const values = valuesOf(job.parameters, (name) => c.req.query(name) ?? form[name]);
    if (values === undefined) return oops();
    const delay = c.req.query("delay") ?? form.delay;
    const [, number, unit] = /^(\d+)\s*(secs?)?$/.exec(String(delay ?? "")) ?? [];
    const given =
      number === undefined ? job.quietMs : Number(number) * (unit === undefined ? 1 : 1000);
    // Jenkins counts the quiet period in seconds; here it may be shorter.
    const { item, isNew } = schedule(controller, {
      job,
      values,
      user: user.id,
      quietMs: given,
      nowMs: now(),
    });
    c.env.call.effect = isNew;
    const status = isNew || !isWithParameters ? 201 : 303;
    return new Response(null, { status, headers: { location: `${root}/queue/item/${item.id}/` } });
  }

  function runOf(job: Job, number: string): Build | undefined {
    const done = job.builds.filter(({ endMs }) => endMs !== undefined);
    if (number === "lastBuild") return job.builds.at(-1);
    if (number === "lastCompletedBuild") return done.at(-1);
    if (number === "lastSuccessfulBuild")
      return done.findLast(({ result }) => result === "SUCCESS" || result === "UNSTABLE");
    return job.builds.find((one) => String(one.number) === number);
  }

  const app = new Hono<PeerEnv>();
  app.all("*", async (c) => {
    const user = signIn(c, security);
    if (user instanceof Response) return user;
    const refused = await crumbRefusal(c, user, security);
    if (refused !== undefined) return refused;
    advance(controller, now());
    const path = c.req.path.replace(/\/$/, "");
    const root = new URL(c.req.url).origin + prefix;
    if (path === "") return emptyPage("Dashboard");
    if (path === "/crumbIssuer/api/json")
      return isCrumbNeeded ? issueCrumb(c, user) : notFound(path);
    if (path.startsWith("/queue/"))
      return answerQueue({ c, controller, root, nowMs: now() }, path.slice("/queue/".length));
    const [, jobPath = "", rest = ""] = /^((?:\/job\/[^/]+)*)\/?(.*)$/.exec(path) ?? [];
    const fullName = jobPath.split("/job/").slice(1).map(decodeURIComponent).join("/");
    const job = find(fullName);
    const isFolder = controller.jobs.some((one) => one.fullName.startsWith(`${fullName}/`));
    if (job === undefined) {
      const isShown = (fullName === "" || isFolder) && rest === "api/json";
      const view = (isDeep: boolean) => folderView(controller.jobs, fullName, root, isDeep);
      return isShown ? json(c, view(false), () => view(true)) : notFound(path);
    }
    if (rest === "api/json") {
      const builds = () => job.builds.toReversed().map((one) => buildView(one, root));
      return json(c, jobView(job, root), () => ({ ...jobView(job, root), builds: builds() }));
    }
    if (rest === "build" || rest === "buildWithParameters") return build(c, job, rest, user, root);
    const [number = "", ...inner] = rest.split("/");
    const run = runOf(job, number);
    if (run === undefined) return notFound(path);
    const call = { c, controller, build: run, user: user.id, nowMs: now(), root, prefix };
    return answerRun(call, inner.join("/"));
  });

  return {
    ...createPeer(app, ownError),
    addJob: (given) => {
      const { name, kind = "pipeline", parameters = [], isDisabled = false, quietMs = 20 } = given;
      const course = given.course ?? { stages: [{ runMs: 50 }], result: "SUCCESS" };
      const isConcurrent = given.isConcurrent ?? kind === "pipeline";
      controller.jobs.push({
        ...{ fullName: name, kind, parameters, isDisabled, isConcurrent, quietMs, course },
        ...{ nextCourses: [], nextNumber: 1, builds: [] },
      });
    },
    nextBuilds: (name, ...courses) => void find(name)?.nextCourses.push(...courses),
    builds: (name) => {
      advance(controller, now());
      return find(name)?.builds ?? [];
    },
    queue: () => {
      advance(controller, now());
      return controller.queue;
    },
  };
}
