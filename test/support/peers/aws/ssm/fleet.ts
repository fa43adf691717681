import type * as ssm from "@aws-sdk/client-ssm";
import { pageOf } from "#stacks/local/ssm/page.ts";
import { AwsError, hold } from "../error.ts";

/**
 * A managed node. `ping` is what AWS says of it; one that says Online and does not answer has just gone away,
 * which AWS notices minutes later.
 */
export type Instance = {
  id: string;
  ping: "Online" | "ConnectionLost";
  answers: boolean;
  /** False for a node whose scripts go on although they were cancelled; AWS promises nothing. */
  hearsCancel: boolean;
  platform: "Linux" | "Windows";
  name: string;
  tags: Record<string, string>;
};

export const INSTANCE_ID = /(^i-(\w{8}|\w{17})$)|(^mi-\w{17}$)/;

/** The managed nodes of the account. */
export class Fleet {
  readonly #instances = new Map<string, Instance>();

  /** Adds a node, or changes one: what is not given stays, or is a Linux node that is online. */
  set(id: string, given: Partial<Omit<Instance, "id">> = {}): void {
    const fresh: Instance = {
      id,
      ping: "Online",
      answers: true,
      hearsCancel: true,
      platform: "Linux",
      name: id,
      tags: {},
    };
    this.#instances.set(id, { ...fresh, ...this.#instances.get(id), ...given });
  }

  get(id: string): Instance | undefined {
    return this.#instances.get(id);
  }

  get all(): Instance[] {
    return [...this.#instances.values()];
  }

  /** Nodes that a command's targets choose: all targets must hold, any value of one is enough. */
  chosenBy(targets: readonly ssm.Target[]): Instance[] {
    return this.all.filter((instance) =>
      targets.every(({ Key = "", Values = [] }) => has(instance, Key, Values)),
    );
  }

  describe(input: ssm.DescribeInstanceInformationRequest): ssm.DescribeInstanceInformationResult {
    hold(input, { MaxResults: { min: 5, max: 50 } });
    const filters = (input.Filters ?? []).map(({ Key = "", Values = [] }) => ({ Key, Values }));
    const older = (input.InstanceInformationFilterList ?? []).map(
      ({ key = "", valueSet = [] }) => ({
        Key: key,
        Values: valueSet,
      }),
    );
    const all = [...filters, ...older];
    for (const { Key, Values } of all) checkFilter(Key, Values);
    const found = this.all.filter((one) => all.every(({ Key, Values }) => has(one, Key, Values)));
    const page = pageOf(found, input.MaxResults ?? 50, input.NextToken);
    if (!page) throw new AwsError("InvalidNextToken", "The specified token is not valid.");
    return { InstanceInformationList: page.items.map(shape), NextToken: page.nextToken };
  }
}

const FILTER_KEYS = ["InstanceIds", "PingStatus", "PlatformTypes", "ResourceType", "tag-key"];

function checkFilter(key: string, values: readonly string[]): void {
  if (!FILTER_KEYS.includes(key) && !key.startsWith("tag:")) {
    throw new AwsError("InvalidFilterKey", `The filter key ${key} is not valid.`);
  }
  const wrong = key === "InstanceIds" && values.find((id) => !INSTANCE_ID.test(id));
  if (wrong) throw new AwsError("InvalidInstanceId", `Instance ${wrong} is not valid.`);
}

function has({ id, ping, platform, tags }: Instance, key: string, values: readonly string[]) {
  if (key === "InstanceIds") return values.includes(id);
  if (key === "PingStatus") return values.includes(ping);
  if (key === "PlatformTypes") return values.includes(platform);
  if (key === "ResourceType") return values.includes(resourceType(id));
  if (key === "tag-key") return values.some((name) => Object.hasOwn(tags, name));
  const value = key.startsWith("tag:") ? tags[key.slice("tag:".length)] : undefined;
  return value !== undefined && values.includes(value);
}

function resourceType(id: string): ssm.ResourceType {
  return id.startsWith("mi-") ? "ManagedInstance" : "EC2Instance";
}

function shape({ id, ping, platform, name }: Instance): ssm.InstanceInformation {
  return {
    InstanceId: id,
    PingStatus: ping,
    LastPingDateTime: new Date(),
    AgentVersion: "3.3.859.0",
    IsLatestVersion: true,
    PlatformType: platform,
    PlatformName:
      platform === "Linux" ? "Amazon Linux" : "Microsoft Windows Server 2022 Datacenter",
    PlatformVersion: "2023",
    ResourceType: resourceType(id),
    ComputerName: `${name}.internal`,
    Name: name,
  };
}
