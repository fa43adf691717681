import { randomBytes } from "node:crypto";
import type * as ecs from "@aws-sdk/client-ecs";
import type { Steps } from "../steps.ts";

/** One task of a service. */
export type TaskRun = {
  id: string;
  deployment: DeploymentRun;
  status: "PENDING" | "RUNNING" | "STOPPED";
  createdAt: Date;
  startedAt?: Date;
  stoppedAt?: Date;
  stoppedReason?: string;
};

export type DeploymentRun = {
  id: string;
  status: "PRIMARY" | "ACTIVE";
  definition: string;
  failedTasks: number;
  rollout: ecs.DeploymentRolloutState;
  reason: string;
  createdAt: Date;
  updatedAt: Date;
};

/** How a service is set up; `definition` is family:revision. */
export type ServiceSeed = {
  name: string;
  desired: number;
  definition: string;
  /** How many tasks fit on the cluster; further ones are not placed. */
  capacity?: number;
  breaker?: ecs.DeploymentCircuitBreaker;
};

type Environment = { steps: Steps; delays: { taskMs: number }; isBroken: (d: string) => boolean };

const FAILED_TASKS_MAX = 3;
/** Events, and tasks that stopped, that are remembered. */
const KEPT_MAX = 100;

/** A service that moves towards what is desired of it, one task at a time. */
export class ServiceRun {
  readonly name: string;
  status: "ACTIVE" | "DRAINING" | "INACTIVE" = "ACTIVE";
  desired: number;
  capacity: number;
  breaker: ecs.DeploymentCircuitBreaker;
  readonly createdAt = new Date();
  /** With the last of those that stopped. */
  tasks: TaskRun[] = [];
  /** The last ones, the newest first. */
  events: { id: string; at: Date; message: string }[] = [];
  /** The newest first. */
  deployments: DeploymentRun[] = [];
  readonly #environment: Environment;
  #isMoving = false;

  /** A service that has been running for long: all its tasks are there. */
  constructor(seed: ServiceSeed, environment: Environment) {
    this.name = seed.name;
    this.desired = seed.desired;
    this.capacity = seed.capacity ?? Number.POSITIVE_INFINITY;
    this.breaker = seed.breaker ?? { enable: false, rollback: false };
    this.#environment = environment;
    const deployment = this.#deploy(seed.definition);
    complete(deployment);
    for (let n = 0; n < seed.desired; n += 1) run(this.#start(deployment));
  }

  get primary(): DeploymentRun {
    const [newest] = this.deployments;
    if (!newest) throw new Error("A service always has a deployment.");
    return newest;
  }

  /** A new definition or force makes a new deployment; another count alone does not. */
  update(change: { desired?: number; definition?: string; force?: boolean }): void {
    this.desired = change.desired ?? this.desired;
    const definition = change.definition ?? this.primary.definition;
    if (change.force || definition !== this.primary.definition) this.#deploy(definition);
    this.#move();
  }

  #deploy(definition: string): DeploymentRun {
    for (const earlier of this.deployments) earlier.status = "ACTIVE";
    const id = `ecs-svc/${randomBytes(8).readBigUInt64BE()}`;
    const now = new Date();
    const deployment: DeploymentRun = {
      id,
      status: "PRIMARY",
      definition,
      failedTasks: 0,
      rollout: "IN_PROGRESS",
      reason: `ECS deployment ${id} in progress.`,
      createdAt: now,
      updatedAt: now,
    };
    this.deployments = [deployment, ...this.deployments];
    return deployment;
  }

  #move(): void {
    if (this.#isMoving) return;
    this.#isMoving = true;
    this.#environment.steps.after(this.#environment.delays.taskMs, () => {
      this.#isMoving = false;
      if (this.#moveOne()) this.#move();
    });
  }

  /** One task starts, comes up, fails or stops. False when all is as desired. */
  #moveOne(): boolean {
    const { primary } = this;
    const alive = this.tasks.filter(({ status }) => status !== "STOPPED");
    const ours = alive.filter(({ deployment }) => deployment === primary);
    const pending = alive.find(({ status }) => status === "PENDING");
    const surplus = alive.find(({ deployment }) => deployment !== primary) ?? ours.at(-1);
    if (pending) this.#comeUp(pending);
    else if (ours.length < this.desired && primary.rollout !== "FAILED") {
      this.#place(alive.length);
    } else if (surplus && alive.length > this.desired) {
      stop(surplus, `Scaling activity initiated by (deployment ${surplus.deployment.id})`);
    } else {
      this.#settle();
      return false;
    }
    return true;
  }

  #place(alive: number): void {
    if (alive < this.capacity) this.#start(this.primary);
    else this.#say("was unable to place a task because no container instance met all requirements");
  }

  #comeUp(task: TaskRun): void {
    const { deployment } = task;
    if (!this.#environment.isBroken(deployment.definition)) {
      deployment.failedTasks = 0;
      return run(task);
    }
    stop(task, "Essential container in task exited");
    deployment.failedTasks += 1;
    if (this.breaker.enable && deployment.failedTasks >= FAILED_TASKS_MAX)
      this.#breakOff(deployment);
  }

  #breakOff(deployment: DeploymentRun): void {
    deployment.rollout = "FAILED";
    deployment.reason = "ECS deployment circuit breaker: tasks failed to start.";
    const last = this.deployments.find(({ rollout }) => rollout === "COMPLETED");
    if (!this.breaker.rollback || !last) return;
    const { id } = this.#deploy(last.definition);
    deployment.reason += ` Rolling back to deploymentId ${id}.`;
  }

  #settle(): void {
    if (this.primary.rollout !== "IN_PROGRESS") return;
    complete(this.primary);
    this.deployments = [this.primary];
    this.#say("has reached a steady state");
  }

  #start(deployment: DeploymentRun): TaskRun {
    const id = randomBytes(16).toString("hex");
    const task: TaskRun = { id, deployment, status: "PENDING", createdAt: new Date() };
    const stopped = this.tasks.filter(({ status }) => status === "STOPPED");
    const forgotten = stopped.slice(0, -KEPT_MAX);
    this.tasks = [...this.tasks.filter((one) => !forgotten.includes(one)), task];
    return task;
  }

  #say(what: string): void {
    const message = `(service ${this.name}) ${what}.`;
    const event = { id: crypto.randomUUID(), at: new Date(), message };
    this.events = [event, ...this.events].slice(0, KEPT_MAX);
  }
}

function run(task: TaskRun): void {
  task.status = "RUNNING";
  task.startedAt = new Date();
}

function stop(task: TaskRun, reason: string): void {
  task.status = "STOPPED";
  task.stoppedAt = new Date();
  task.stoppedReason = reason;
}

function complete(deployment: DeploymentRun): void {
  deployment.rollout = "COMPLETED";
  deployment.reason = `ECS deployment ${deployment.id} completed.`;
  deployment.updatedAt = new Date();
}
