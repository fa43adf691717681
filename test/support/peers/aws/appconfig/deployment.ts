import type * as appconfig from "@aws-sdk/client-appconfig";
import type { Steps } from "../steps.ts";

/** Milliseconds between one share of the targets and the next, of the bake time, and of rolling back. */
export type DeploymentDelays = { growMs: number; bakeMs: number; rollBackMs: number };

type Timing = { steps: Steps; delays: DeploymentDelays };

const UNDER_WAY: appconfig.DeploymentState[] = [
  "VALIDATING",
  "DEPLOYING",
  "BAKING",
  "ROLLING_BACK",
];

/** A deployment of one version to one environment and how it goes on by itself. */
export class DeploymentRun {
  readonly number: number;
  readonly profileId: string;
  readonly version: number;
  readonly input: appconfig.StartDeploymentRequest;
  readonly strategy: appconfig.DeploymentStrategy;
  readonly startedAt = new Date();
  completedAt: Date | undefined;
  state: appconfig.DeploymentState = "DEPLOYING";
  percentage = 0;
  /** The newest first. */
  readonly events: appconfig.DeploymentEvent[] = [];
  readonly #timing: Timing;
  #grown = 0;

  constructor(
    given: {
      number: number;
      profileId: string;
      version: number;
      input: appconfig.StartDeploymentRequest;
      strategy: appconfig.DeploymentStrategy;
      /** What a validator finds wrong; undefined when there is no validator. */
      validate?: () => boolean;
    },
    timing: Timing,
  ) {
    this.number = given.number;
    this.profileId = given.profileId;
    this.version = given.version;
    this.input = given.input;
    this.strategy = given.strategy;
    this.#timing = timing;
    this.#log("DEPLOYMENT_STARTED", "USER", "Deployment started");
    const { validate } = given;
    if (validate) this.#validate(validate);
    else this.#grow();
  }

  get isUnderWay(): boolean {
    return UNDER_WAY.includes(this.state);
  }

  /** An alarm of the environment went off, or somebody stopped it. */
  rollBack(by: appconfig.TriggeredBy): void {
    this.state = "ROLLING_BACK";
    this.#log("ROLLBACK_STARTED", by, "Rollback started");
    this.#timing.steps.after(this.#timing.delays.rollBackMs, () => {
      this.state = "ROLLED_BACK";
      this.completedAt = new Date();
      this.#log("ROLLBACK_COMPLETED", "APPCONFIG", "Rollback completed");
    });
  }

  /** Takes a completed deployment back. */
  revert(): void {
    this.state = "REVERTED";
    this.#log("REVERT_COMPLETED", "USER", "Deployment reverted");
  }

  #validate(isValid: () => boolean): void {
    this.state = "VALIDATING";
    this.#after(this.#timing.delays.growMs, () => {
      if (!isValid()) return this.rollBack("APPCONFIG");
      this.state = "DEPLOYING";
      this.#grow();
    });
  }

  #grow(): void {
    const { GrowthFactor: factor = 100, GrowthType: type } = this.strategy;
    this.#after(this.#timing.delays.growMs, () => {
      const share = type === "EXPONENTIAL" ? factor * 2 ** this.#grown : factor * (this.#grown + 1);
      this.#grown += 1;
      this.percentage = Math.min(100, share);
      this.#log("PERCENTAGE_UPDATED", "APPCONFIG", `${this.percentage}% of targets`);
      if (this.percentage < 100) return this.#grow();
      this.#bake();
    });
  }

  #bake(): void {
    if (!this.strategy.FinalBakeTimeInMinutes) return this.#complete();
    this.state = "BAKING";
    this.#log("BAKE_TIME_STARTED", "APPCONFIG", "Bake time started");
    this.#after(this.#timing.delays.bakeMs, () => this.#complete());
  }

  #complete(): void {
    this.state = "COMPLETE";
    this.completedAt = new Date();
    this.#log("DEPLOYMENT_COMPLETED", "APPCONFIG", "Deployment completed");
  }

  /** Does nothing any more once it is rolled back. */
  #after(ms: number, act: () => void): void {
    this.#timing.steps.after(ms, () => {
      if (this.state !== "ROLLING_BACK" && this.state !== "ROLLED_BACK") act();
    });
  }

  #log(
    EventType: appconfig.DeploymentEventType,
    TriggeredBy: appconfig.TriggeredBy,
    Description: string,
  ): void {
    this.events.unshift({ EventType, TriggeredBy, Description, OccurredAt: new Date() });
  }
}
