import {
  AppConfigClient,
  ConflictException,
  CreateHostedConfigurationVersionCommand,
  GetHostedConfigurationVersionCommand,
  PayloadTooLargeException,
  ResourceNotFoundException,
  type CreateHostedConfigurationVersionCommandInput,
} from "@aws-sdk/client-appconfig";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startAppConfigPeer, type AppConfigPeer } from "#test/support/peers/aws/appconfig/peer.ts";
import { clientOf } from "#test/support/peers/aws/client.ts";

const profile = { ApplicationId: "shop", ConfigurationProfileId: "switches" };

let peer: AppConfigPeer;
let client: AppConfigClient;

beforeEach(async () => {
  peer = await startAppConfigPeer();
  client = new AppConfigClient(clientOf(peer));
  const shop = peer.applications.add("shop");
  peer.applications.addProfile(shop, "switches", { type: "AWS.AppConfig.FeatureFlags" });
  peer.applications.addProfile(shop, "limits");
});

afterEach(() => peer.stop());

const flags = (enabled: boolean) =>
  JSON.stringify({
    version: "1",
    flags: { pay: { name: "Pay" } },
    values: { pay: { enabled, limit: 5 } },
  });

const create = (input: Partial<CreateHostedConfigurationVersionCommandInput> = {}) =>
  client.send(
    new CreateHostedConfigurationVersionCommand({
      ...profile,
      Content: Buffer.from(flags(true)),
      ContentType: "application/json",
      ...input,
    }),
  );

describe("AppConfig's hosted versions", () => {
  it("numbers versions and refuses one made from another than the latest", async () => {
    const made = await create({ Description: "first", LatestVersionNumber: 0 });
    expect(made).toMatchObject({ VersionNumber: 1, Description: "first" });
    await create({ LatestVersionNumber: 1, Content: Buffer.from(flags(false)) });
    await expect(create({ LatestVersionNumber: 1 })).rejects.toBeInstanceOf(ConflictException);
    const read = new GetHostedConfigurationVersionCommand({ ...profile, VersionNumber: 2 });
    const { Content, ContentType } = await client.send(read);
    expect(ContentType).toBe("application/json");
    expect(JSON.parse(Buffer.from(Content ?? []).toString())).toMatchObject({
      flags: { pay: { name: "Pay", _createdAt: expect.any(String) } },
      values: { pay: { enabled: false, limit: 5, _updatedAt: expect.any(String) } },
    });
    expect(peer.calls("CreateHostedConfigurationVersion").map(({ effect }) => effect)).toEqual([
      true,
      true,
      false,
    ]);
    const missing = new GetHostedConfigurationVersionCommand({ ...profile, VersionNumber: 3 });
    await expect(client.send(missing)).rejects.toBeInstanceOf(ResourceNotFoundException);
  });

  it.each([
    ["what is not JSON", "{"],
    ["another schema version", '{"version":"2","flags":{},"values":{}}'],
    ["a value without its flag", '{"version":"1","flags":{},"values":{"a":{"enabled":true}}}'],
    [
      "a value that is neither on nor off",
      '{"version":"1","flags":{"a":{"name":"A"}},"values":{"a":{}}}',
    ],
  ])("refuses %s as feature flags, and says where", async (_case, text) => {
    await expect(create({ Content: Buffer.from(text) })).rejects.toMatchObject({
      name: "BadRequestException",
      Reason: "InvalidConfiguration",
      Details: { InvalidConfiguration: [{ Location: expect.stringMatching(/^\$/) }] },
    });
    const free = { ConfigurationProfileId: "limits", ContentType: "text/plain" };
    const made = await create({ ...free, Content: Buffer.from(text) });
    expect(Buffer.from(made.Content ?? []).toString()).toBe(text);
  });

  it("refuses more than 2 MB", async () => {
    const Content = Buffer.alloc(2 * 1024 * 1024 + 1);
    await expect(create({ Content })).rejects.toBeInstanceOf(PayloadTooLargeException);
  });
});
