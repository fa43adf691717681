import {
  inputId,
  isBuilding,
  type Build,
  type Controller,
  type Course,
  type Job,
  type QueueItem,
  type Values,
} from "./model.ts";

const inQueue = ({ state }: QueueItem) => ["waiting", "blocked", "buildable"].includes(state);

function isSame(one: Values, other: Values): boolean {
  const text = (values: Values) => JSON.stringify(Object.entries(values).toSorted());
  return text(one) === text(other);
}

type Wanted = { job: Job; values: Values; user: string; quietMs: number; nowMs: number };

/** A build that is asked for while the same one still waits becomes that one, which may start earlier for it. */
export function schedule(
  controller: Controller,
  { job, values, user, quietMs, nowMs }: Wanted,
): { item: QueueItem; isNew: boolean } {
  const dueMs = nowMs + quietMs;
  const same = controller.queue.find(
    (item) => item.job === job && inQueue(item) && isSame(item.values, values),
  );
  if (same !== undefined) {
    if (same.state === "waiting") same.dueMs = Math.min(same.dueMs, dueMs);
    return { item: same, isNew: false };
  }
  const item: QueueItem = {
    ...{ id: ++controller.lastId, job, values, user, sinceMs: nowMs, dueMs },
    ...{ state: "waiting", buildableMs: 0, leftMs: 0, build: undefined },
  };
  controller.queue.push(item);
  return { item, isNew: true };
}

/** Lines of a stage appear evenly over its time. */
function beginStage(build: Build, atMs: number): void {
  const { runMs, log = [] } = build.course.stages[build.stage] ?? { runMs: 0 };
  build.stageEndMs = atMs + runMs;
  for (const [index, line] of log.entries())
    build.log.push({ atMs: atMs + (runMs * (index + 1)) / (log.length + 1), line });
}

function finish(build: Build, result: Course["result"], atMs: number): void {
  build.log.push({ atMs, line: `Finished: ${result}` });
  Object.assign(build, { endMs: atMs, result, pending: undefined });
}

function endStage(build: Build, atMs: number): void {
  const input = build.course.stages[build.stage]?.input;
  build.stage += 1;
  if (input !== undefined) {
    build.pending = input;
    const asks = `${input.ok ?? "Proceed"} or Abort`;
    const lines = input.parameters === undefined ? [input.message, asks] : ["Input requested"];
    build.log.push(...lines.map((line) => ({ atMs, line })));
  } else if (build.stage < build.course.stages.length) beginStage(build, atMs);
  else finish(build, build.course.result, atMs);
}

function startBuild(item: QueueItem, atMs: number): void {
  const { job, values, user, id } = item;
  const build: Build = {
    ...{ job, values, user, queueId: id, number: job.nextNumber++, startedMs: atMs },
    ...{ course: job.nextCourses.shift() ?? job.course, stage: 0, stageEndMs: atMs },
    ...{ pending: undefined, answers: {}, endMs: undefined, result: undefined },
    log: [{ atMs, line: `Started by user ${user}` }],
  };
  job.builds.push(build);
  Object.assign(item, { state: "left", leftMs: atMs, build });
  beginStage(build, atMs);
}

function hasExecutor(controller: Controller, { job }: QueueItem): boolean {
  if (job.kind === "pipeline") return true;
  const freestyle = controller.jobs.filter(({ kind }) => kind === "freestyle");
  return freestyle.flatMap(({ builds }) => builds).filter(isBuilding).length < controller.executors;
}

/** Moves every item of the queue as far as it gets at this moment. */
function promote(controller: Controller, atMs: number): void {
  for (const item of controller.queue.filter(inQueue)) {
    const isBlocked = !item.job.isConcurrent && item.job.builds.some(isBuilding);
    if (item.state === "waiting" && item.dueMs > atMs) continue;
    if (isBlocked) item.state = "blocked";
    else if (item.state !== "buildable")
      Object.assign(item, { state: "buildable", buildableMs: atMs });
    else if (item.buildableMs + controller.pickMs <= atMs && hasExecutor(controller, item))
      startBuild(item, atMs);
  }
}

type Event = { atMs: number; happen: () => void };

function events(controller: Controller): Event[] {
  const running = controller.jobs
    .flatMap(({ builds }) => builds)
    .filter((build) => isBuilding(build) && build.pending === undefined);
  const nothing = () => undefined;
  return [
    ...running.map((build) => ({
      atMs: build.stageEndMs,
      happen: () => endStage(build, build.stageEndMs),
    })),
    ...controller.queue
      .filter(({ state }) => state === "waiting")
      .map(({ dueMs }) => ({ atMs: dueMs, happen: nothing })),
    ...controller.queue
      .filter((item) => item.state === "buildable" && hasExecutor(controller, item))
      .map(({ buildableMs }) => ({ atMs: buildableMs + controller.pickMs, happen: nothing })),
  ];
}

/** Lets everything happen that is due by now, in the order of time. */
export function advance(controller: Controller, nowMs: number): void {
  let lastMs = 0;
  for (;;) {
    const [next] = events(controller).toSorted((a, b) => a.atMs - b.atMs);
    if (next === undefined || next.atMs > nowMs) break;
    // An executor that was freed later can't take anything earlier.
    lastMs = Math.max(lastMs, next.atMs);
    next.happen();
    promote(controller, lastMs);
  }
  // What a caller ended lets others begin.
  promote(controller, nowMs);
}

export function cancel(item: QueueItem, nowMs: number): boolean {
  if (!inQueue(item)) return false;
  Object.assign(item, { state: "cancelled", leftMs: nowMs });
  return true;
}

/** The build ends soon, and aborted. */
export function stopBuild(controller: Controller, build: Build, user: string, nowMs: number): void {
  const stopped = { runMs: controller.stopMs, log: [] };
  build.log = build.log.filter(({ atMs }) => atMs <= nowMs);
  build.log.push({ atMs: nowMs, line: `Aborted by ${user}` });
  Object.assign(build, { pending: undefined, stage: 0 });
  build.course = { stages: [stopped], result: "ABORTED" };
  beginStage(build, nowMs);
}

/** The answer that an input waits for. */
export function proceed(build: Build, values: Values, user: string, nowMs: number): void {
  if (build.pending === undefined) return;
  build.answers[inputId(build.pending)] = values;
  build.pending = undefined;
  build.log.push({ atMs: nowMs, line: `Approved by ${user}` });
  if (build.stage < build.course.stages.length) beginStage(build, nowMs);
  else finish(build, build.course.result, nowMs);
}

export function reject(build: Build, user: string, nowMs: number): void {
  build.log.push({ atMs: nowMs, line: `Rejected by ${user}` });
  finish(build, "ABORTED", nowMs);
}
