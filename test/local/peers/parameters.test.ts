import {
  DeleteParameterCommand,
  DescribeParametersCommand,
  GetParameterCommand,
  GetParameterHistoryCommand,
  GetParametersByPathCommand,
  GetParametersCommand,
  ParameterAlreadyExists,
  ParameterNotFound,
  ParameterVersionNotFound,
  paginateDescribeParameters,
  paginateGetParametersByPath,
  PutParameterCommand,
  SSMClient,
  AddTagsToResourceCommand,
  type PutParameterCommandInput,
} from "@aws-sdk/client-ssm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openParameterStore, startSsm, type SsmServer } from "#stacks/local/ssm/server.ts";
import { clientOf } from "#test/support/peers/aws/client.ts";

let server: SsmServer;
let client: SSMClient;

beforeEach(async () => {
  server = await startSsm(openParameterStore());
  client = new SSMClient(clientOf(server));
});

afterEach(() => server.stop());

const put = (input: Partial<PutParameterCommandInput>) =>
  client.send(
    new PutParameterCommand({ Name: "/app/key", Value: "v", Type: "SecureString", ...input }),
  );
const get = (Name: string, WithDecryption = true) =>
  client.send(new GetParameterCommand({ Name, WithDecryption }));

describe("Parameter Store of the embedded stack", () => {
  it("counts versions from one and gives each of them back by number", async () => {
    expect(await put({ Value: "first" })).toMatchObject({ Version: 1, Tier: "Standard" });
    await expect(put({ Value: "second" })).rejects.toBeInstanceOf(ParameterAlreadyExists);
    expect(await put({ Value: "second", Overwrite: true })).toMatchObject({ Version: 2 });
    expect((await get("/app/key")).Parameter).toMatchObject({ Value: "second", Version: 2 });
    const { Parameter: first } = await get("/app/key:1");
    expect(first).toMatchObject({ Name: "/app/key", Value: "first", Version: 1, Selector: ":1" });
    expect(first?.LastModifiedDate).toBeInstanceOf(Date);
    expect((await get(first?.ARN ?? "")).Parameter?.Version).toBe(2);
    await expect(get("/app/key:3")).rejects.toBeInstanceOf(ParameterVersionNotFound);
    await expect(get("/app/other")).rejects.toBeInstanceOf(ParameterNotFound);
  });

  it("shows a SecureString in clear only to who asks for it", async () => {
    await put({ Value: "secret" });
    await put({ Name: "/app/plain", Value: "plain", Type: "String" });
    expect((await get("/app/key", false)).Parameter?.Value).not.toContain("secret");
    expect((await get("/app/plain", false)).Parameter?.Value).toBe("plain");
    const history = new GetParameterHistoryCommand({ Name: "/app/key", WithDecryption: true });
    const { Parameters = [] } = await client.send(history);
    expect(Parameters.map(({ Value, KeyId }) => [Value, KeyId])).toEqual([
      ["secret", "alias/aws/ssm"],
    ]);
  });

  it("names what it does not have among what it was asked for", async () => {
    await put({});
    const Names = ["/app/key", "/app/key:9", "/app/none"];
    const found = await client.send(new GetParametersCommand({ Names, WithDecryption: true }));
    expect(found.Parameters?.map(({ Name }) => Name)).toEqual(["/app/key"]);
    expect(found.InvalidParameters).toEqual(["/app/key:9", "/app/none"]);
  });

  it.each<[string, Partial<PutParameterCommandInput>, string]>([
    ["no type", { Type: undefined }, "ValidationException"],
    ["an empty value", { Value: "" }, "ValidationException"],
    ["more than 4 KB in the standard tier", { Value: "x".repeat(4_097) }, "ValidationException"],
    [
      "more than 8 KB",
      { Value: "x".repeat(8_193), Tier: "Intelligent-Tiering" },
      "ValidationException",
    ],
    ["a reserved name", { Name: "/aws/key" }, "ValidationException"],
    ["a name with a space inside", { Name: "/app/my key" }, "ValidationException"],
    ["a path without its first slash", { Name: "app/key" }, "ValidationException"],
    ["16 levels", { Name: "/a".repeat(16) }, "HierarchyLevelLimitExceededException"],
    ["a value within braces", { Value: "{{ssm:other}}" }, "ValidationException"],
    [
      "a value against its pattern",
      { AllowedPattern: "\\d+" },
      "ParameterPatternMismatchException",
    ],
    ["tags on an overwrite", { Overwrite: true, Tags: [] }, "ValidationException"],
  ])("refuses %s and keeps nothing", async (_case, input, name) => {
    await expect(put(input)).rejects.toMatchObject({ name });
    expect((await client.send(new DescribeParametersCommand())).Parameters).toEqual([]);
  });

  it("never says a value in an error", async () => {
    const failure: unknown = await put({ Value: `${"hidden".repeat(1_000)}` }).catch((e) => e);
    expect(String(failure)).not.toContain("hidden");
  });

  it("takes the advanced tier for what needs it, and never goes back", async () => {
    const long = "x".repeat(5_000);
    expect(await put({ Value: long, Tier: "Intelligent-Tiering" })).toMatchObject({
      Tier: "Advanced",
    });
    await expect(put({ Value: "v", Tier: "Standard", Overwrite: true })).rejects.toMatchObject({
      name: "ValidationException",
    });
    await expect(put({ Type: "String", Overwrite: true })).rejects.toMatchObject({
      name: "HierarchyTypeMismatchException",
    });
  });

  it("keeps the last hundred versions", () => {
    const store = openParameterStore();
    for (let version = 1; version <= 101; version += 1)
      store.put({ Name: "key", Value: `v${version}`, Type: "String", Overwrite: true });
    expect(() => store.find("key:1")).toThrow(/could not find version 1 of key/);
    expect(store.value("key", store.find("key:2").version, true)).toBe("v2");
  });

  it("lists by pages: cut before they are filtered, or by path at one level or all", async () => {
    for (let n = 10; n < 25; n += 1) await put({ Name: `/app/p${n}` });
    await put({ Name: "/app/deep/q" });
    await client.send(
      new AddTagsToResourceCommand({
        ResourceType: "Parameter",
        ResourceId: "/app/p24",
        Tags: [{ Key: "team", Value: "ops" }],
      }),
    );
    const filter = { Key: "tag:team", Values: ["ops"] };
    const pages = [];
    for await (const page of paginateDescribeParameters(
      { client, pageSize: 4 },
      { ParameterFilters: [filter] },
    ))
      pages.push(page.Parameters?.map(({ Name }) => Name));
    expect(pages).toEqual([[], [], [], ["/app/p24"]]);
    const names = async (Recursive: boolean) => {
      const found = [];
      const input = { Path: "/app", Recursive };
      for await (const page of paginateGetParametersByPath({ client }, input))
        found.push(...(page.Parameters ?? []));
      return found.length;
    };
    expect([await names(false), await names(true)]).toEqual([15, 16]);
    await expect(
      client.send(new GetParametersByPathCommand({ Path: "/app", NextToken: "junk" })),
    ).rejects.toMatchObject({ name: "InvalidNextToken" });
  });

  it("forgets a parameter with all its versions", async () => {
    await put({});
    await client.send(new DeleteParameterCommand({ Name: "/app/key" }));
    await expect(get("/app/key")).rejects.toBeInstanceOf(ParameterNotFound);
    expect(await put({})).toMatchObject({ Version: 1 });
  });
});
