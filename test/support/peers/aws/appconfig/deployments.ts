import type * as appconfig from "@aws-sdk/client-appconfig";
import { AwsError, hold } from "../error.ts";
import type { Steps } from "../steps.ts";
import {
  hostedVersion,
  notFound,
  type Application,
  type Applications,
  type Environment,
} from "./applications.ts";
import { DeploymentRun, type DeploymentDelays } from "./deployment.ts";
import { pageOfItems, REFUSED } from "./page.ts";
import { deploymentShape, deploymentSummary } from "./shape.ts";
import { predefinedStrategies } from "./strategies.ts";

type Input = { ApplicationId?: string; EnvironmentId?: string; DeploymentNumber?: number };

/** The operations on deployments; strategies of one's own are added to `strategies`. */
export class Deployments {
  readonly strategies = [...predefinedStrategies];
  readonly #applications: Applications;
  readonly #timing: { steps: Steps; delays: DeploymentDelays };

  constructor(applications: Applications, steps: Steps, delays: DeploymentDelays) {
    this.#applications = applications;
    this.#timing = { steps, delays };
  }

  start(input: appconfig.StartDeploymentRequest, effect: () => void): appconfig.Deployment {
    const rules = {
      DeploymentStrategyId: { required: true },
      ConfigurationVersion: { required: true },
    };
    hold(input, rules, REFUSED);
    const { application, environment } = this.#place(input);
    const profile = this.#applications.profile(application, input.ConfigurationProfileId);
    const version = hostedVersion(profile, input.ConfigurationVersion ?? "");
    const strategy = this.strategies.find(({ Id }) => Id === input.DeploymentStrategyId);
    if (!strategy) throw notFound("DeploymentStrategy", input.DeploymentStrategyId ?? "");
    checkConflict(environment, input.LatestDeploymentNumber);
    const { validator } = profile;
    const run = new DeploymentRun(
      {
        number: environment.deployments.length + 1,
        profileId: profile.id,
        version: version.number,
        input,
        strategy,
        validate: validator && (() => validator(version.content)),
      },
      this.#timing,
    );
    environment.deployments.push(run);
    effect();
    return this.#shape(application, environment, run);
  }

  get(input: appconfig.GetDeploymentRequest): appconfig.Deployment {
    const { application, environment } = this.#place(input);
    return this.#shape(application, environment, find(environment, input));
  }

  /** A deployment that is under way is rolled back; a completed one only with leave to revert. */
  stop(input: appconfig.StopDeploymentRequest, effect: () => void): appconfig.Deployment {
    const { application, environment } = this.#place(input);
    const run = find(environment, input);
    const { AllowRevert: mayRevert = false } = input;
    if (run.state === "DEPLOYING" || (mayRevert && run.state === "BAKING")) run.rollBack("USER");
    else if (mayRevert && run.state === "COMPLETE") run.revert();
    else {
      const text = `Deployment ${run.number} can't be stopped: its state is ${run.state}.`;
      throw new AwsError(REFUSED, text);
    }
    effect();
    return this.#shape(application, environment, run);
  }

  list(input: appconfig.ListDeploymentsRequest): appconfig.Deployments {
    const { application, environment } = this.#place(input);
    const summaries = environment.deployments
      .map((run) => deploymentSummary(this.#applications.profile(application, run.profileId), run))
      .reverse();
    return pageOfItems(summaries, input);
  }

  #place({ ApplicationId, EnvironmentId }: Input) {
    const application = this.#applications.find(ApplicationId);
    return { application, environment: this.#applications.environment(application, EnvironmentId) };
  }

  #shape(application: Application, environment: Environment, run: DeploymentRun) {
    const profile = this.#applications.profile(application, run.profileId);
    return deploymentShape(application, environment, profile, run);
  }
}

function checkConflict({ deployments }: Environment, expected: number | undefined): void {
  const last = deployments.at(-1);
  if (last?.isUnderWay) {
    const text = `Deployment number ${last.number} is in progress: its state is ${last.state}.`;
    throw new AwsError("ConflictException", text, { status: 409 });
  }
  const latest = last?.number ?? 0;
  if (expected !== undefined && expected !== latest) {
    const text = `The latest deployment number is ${latest}, not ${expected}.`;
    throw new AwsError("ConflictException", text, { status: 409 });
  }
}

function find({ deployments }: Environment, { DeploymentNumber }: Input): DeploymentRun {
  const run = deployments.find(({ number }) => number === DeploymentNumber);
  if (!run) throw notFound("Deployment", String(DeploymentNumber));
  return run;
}
