import { AwsError } from "../error.ts";
import type { DeploymentRun } from "./deployment.ts";

export type ConfigurationType = "AWS.AppConfig.FeatureFlags" | "AWS.Freeform";

export type HostedVersion = {
  number: number;
  content: Buffer;
  contentType: string;
  description?: string;
  label?: string;
};

export type Profile = {
  id: string;
  name: string;
  type: ConfigurationType;
  versions: HostedVersion[];
  /** Says at the start of a deployment whether the version may go out. */
  validator?: (content: Buffer) => boolean;
};

export type Environment = { id: string; name: string; deployments: DeploymentRun[] };

export type Application = {
  id: string;
  name: string;
  environments: Environment[];
  profiles: Profile[];
};

/** The applications of the account with what belongs to them. */
export class Applications {
  readonly all: Application[] = [];
  #serial = 0;

  add(name: string): Application {
    const application = { id: this.#id("app"), name, environments: [], profiles: [] };
    this.all.push(application);
    return application;
  }

  addEnvironment(application: Application, name: string): Environment {
    const environment = { id: this.#id("env"), name, deployments: [] };
    application.environments.push(environment);
    return environment;
  }

  addProfile(
    application: Application,
    name: string,
    given: { type?: ConfigurationType; validator?: Profile["validator"] } = {},
  ): Profile {
    const profile: Profile = {
      type: "AWS.Freeform",
      ...given,
      id: this.#id("cfg"),
      name,
      versions: [],
    };
    application.profiles.push(profile);
    return profile;
  }

  /** By id or name, as all references here. Throws ResourceNotFoundException. */
  find(reference = ""): Application {
    return found(this.all, reference, "Application");
  }

  environment(application: Application, reference = ""): Environment {
    return found(application.environments, reference, "Environment");
  }

  profile(application: Application, reference = ""): Profile {
    return found(application.profiles, reference, "ConfigurationProfile");
  }

  #id(kind: string): string {
    this.#serial += 1;
    return `${kind}${String(this.#serial).padStart(4, "0")}`;
  }
}

/** The version of a profile that an environment serves now. */
export function servedVersion(environment: Environment, profile: Profile): number | undefined {
  const served = environment.deployments.findLast(
    ({ profileId, state }) => profileId === profile.id && state === "COMPLETE",
  );
  return served?.version;
}

/** Throws ResourceNotFoundException. */
export function hostedVersion(profile: Profile, reference: string): HostedVersion {
  const version = profile.versions.find(
    ({ number, label }) => String(number) === reference || label === reference,
  );
  if (!version) throw notFound("HostedConfigurationVersion", reference);
  return version;
}

export function notFound(kind: string, reference: string): AwsError {
  const text = `Could not find ${kind} ${reference}`;
  return new AwsError("ResourceNotFoundException", text, {
    status: 404,
    fields: { ResourceName: kind },
  });
}

function found<One extends { id: string; name: string }>(
  all: readonly One[],
  reference: string,
  kind: string,
): One {
  const one = all.find(({ id, name }) => id === reference || name === reference);
  if (!one) throw notFound(kind, reference);
  return one;
}
