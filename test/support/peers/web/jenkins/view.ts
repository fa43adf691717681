import { isBuilding, pathOf, type Build, type QueueItem, type Values } from "./model.ts";
import { buildLink, classes, jobLink, valueView } from "./tree.ts";

function actions(values: Values, user: string) {
  const cause = {
    _class: "hudson.model.Cause$UserIdCause",
    shortDescription: `Started by user ${user}`,
    userId: user === "anonymous" ? null : user,
    userName: user,
  };
  const parameters = Object.entries(values).map(([name, value]) => valueView(name, value));
  return [
    ...(parameters.length === 0 ? [] : [{ _class: "hudson.model.ParametersAction", parameters }]),
    { _class: "hudson.model.CauseAction", causes: [cause] },
  ];
}

/** 4.9 sec, 0.35 sec, 80 ms. */
function span(ms: number): string {
  if (ms >= 60_000) return `${Math.floor(ms / 60_000)} min ${Math.floor((ms % 60_000) / 1000)} sec`;
  if (ms >= 10_000) return `${Math.floor(ms / 1000)} sec`;
  if (ms >= 1000) return `${Math.floor(ms / 100) / 10} sec`;
  return ms >= 100 ? `${Math.floor(ms / 10) / 100} sec` : `${ms} ms`;
}

function why({ state, dueMs, job }: QueueItem, nowMs: number): string | null {
  if (state === "waiting") return `In the quiet period. Expires in ${span(dueMs - nowMs)}`;
  if (state === "blocked") {
    const number = job.builds.find(isBuilding)?.number ?? job.builds.at(-1)?.number;
    return `Build #${number} is already in progress (ETA: N/A)`;
  }
  return state === "buildable" ? "Waiting for next available executor" : null;
}

const itemClass = {
  waiting: "Waiting",
  blocked: "Blocked",
  buildable: "Buildable",
  left: "Left",
  cancelled: "Left",
};

export function itemView(item: QueueItem, root: string, nowMs: number) {
  const { id, job, values, user, state, sinceMs, dueMs, buildableMs } = item;
  const parameters = Object.entries(values).map(([name, value]) => `\n${name}=${value}`);
  const more = {
    waiting: { timestamp: dueMs },
    blocked: { buildableStartMilliseconds: dueMs },
    buildable: { buildableStartMilliseconds: buildableMs, pending: false },
    left: { cancelled: false, executable: buildLink(item.build, root) },
    cancelled: { cancelled: true, executable: null },
  };
  return {
    _class: `hudson.model.Queue$${itemClass[state]}Item`,
    actions: actions(values, user),
    blocked: state === "blocked",
    buildable: state === "buildable",
    id,
    inQueueSince: sinceMs,
    params: parameters.join(""),
    stuck: false,
    task: jobLink(job, root),
    url: `queue/item/${id}/`,
    why: why(item, nowMs),
    ...more[state],
  };
}

export function buildView(build: Build, root: string) {
  const { job, number, values, user, startedMs, endMs, result } = build;
  const names = job.fullName.split("/").join(" » ");
  const isOpen = isBuilding(build);
  return {
    _class: classes[job.kind].build,
    actions: actions(values, user),
    artifacts: [],
    building: isOpen,
    description: null,
    displayName: `#${number}`,
    duration: endMs === undefined ? 0 : endMs - startedMs,
    estimatedDuration: -1,
    executor: isOpen ? {} : null,
    fullDisplayName: `${names} #${number}`,
    id: String(number),
    inProgress: isOpen,
    keepLog: false,
    number,
    queueId: build.queueId,
    result: result ?? null,
    timestamp: startedMs,
    url: `${root}/${pathOf(job)}${number}/`,
  };
}
