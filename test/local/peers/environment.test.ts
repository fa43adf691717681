import { AppConfigClient, ListApplicationsCommand } from "@aws-sdk/client-appconfig";
import { DescribeClustersCommand, ECSClient } from "@aws-sdk/client-ecs";
import { LambdaClient, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { ListHostedZonesByNameCommand, Route53Client } from "@aws-sdk/client-route-53";
import { DescribeParametersCommand, SSMClient } from "@aws-sdk/client-ssm";
import { afterEach, describe, expect, it, vi } from "vitest";
import { startAppConfigPeer } from "#test/support/peers/aws/appconfig/peer.ts";
import { startEcsPeer } from "#test/support/peers/aws/ecs/peer.ts";
import { startLambdaPeer } from "#test/support/peers/aws/lambda/peer.ts";
import { startRoute53Peer } from "#test/support/peers/aws/route53/peer.ts";
import { startSsmPeer } from "#test/support/peers/aws/ssm/peer.ts";

afterEach(() => vi.unstubAllEnvs());

const services = {
  SSM: [startSsmPeer, () => new SSMClient().send(new DescribeParametersCommand())],
  ECS: [startEcsPeer, () => new ECSClient().send(new DescribeClustersCommand())],
  LAMBDA: [startLambdaPeer, () => new LambdaClient().send(new ListFunctionsCommand())],
  APPCONFIG: [startAppConfigPeer, () => new AppConfigClient().send(new ListApplicationsCommand())],
  ROUTE_53: [startRoute53Peer, () => new Route53Client().send(new ListHostedZonesByNameCommand())],
} as const;

describe("peers in place of AWS", () => {
  it.each(Object.keys(services) as (keyof typeof services)[])(
    "are reached by a client that knows only its environment: AWS_ENDPOINT_URL_%s",
    async (name) => {
      const [start, call] = services[name];
      const peer = await start();
      vi.stubEnv("AWS_REGION", "us-east-1");
      vi.stubEnv("AWS_ACCESS_KEY_ID", "local");
      vi.stubEnv("AWS_SECRET_ACCESS_KEY", "local");
      vi.stubEnv("AWS_ENDPOINT_URL", "http://127.0.0.1:9");
      vi.stubEnv(`AWS_ENDPOINT_URL_${name}`, peer.endpoint);
      await call();
      expect(peer.calls()).toHaveLength(1);
      await peer.stop();
    },
  );
});
