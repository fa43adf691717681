import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { AuditEntity } from "#shared/audit/entity.ts";
import { systemCtx } from "#shared/core/ctx.ts";
import { createSecret } from "#shared/setting/create-secret.ts";
import { SettingEntity } from "#shared/setting/entity.ts";
import type { SettingGroup } from "#shared/setting/groups.ts";
import { loadSettings, missingSettings } from "#shared/setting/load.ts";
import { here } from "#shared/table/model.ts";
import { TestApi } from "#test/support/app.ts";
import { CapacityMeter } from "#test/support/capacity.ts";
import { addPerson, openSession } from "#test/support/factory.ts";
import { ownTable } from "#test/support/own-table.ts";
import { ownVault } from "#test/support/own-vault.ts";

let engine: { stop: () => Promise<void> };
let vault: Awaited<ReturnType<typeof ownVault>>;
let api: TestApi;
let admin: string;

beforeAll(async () => {
  engine = await ownTable();
  vault = await ownVault();
  api = new TestApi();
  admin = await openSession(await addPerson({ name: "Grace", roles: ["admin"] }));
  const ctx = systemCtx("test", new Date().toISOString());
  const secret = { name: "k8s-token", description: "", value: "first-value-of-it" };
  await createSecret(ctx, secret);
});
afterAll(async () => {
  await vault.stop();
  await engine.stop();
});

const url = "https://k8s.test";
const token = { secret: "k8s-token" };
const east = { name: "prod-east", url, token };
const west = { name: "prod-west", url, token };

const get = async (group: SettingGroup) =>
  (await api.call("getSetting", { params: { group } }, admin)).body;
/** Saves on top of whatever there is. */
async function save(group: SettingGroup, value: object) {
  const { version } = await get(group);
  return api.loose("updateSetting", { params: { group }, body: { version, value } }, admin);
}
async function faultsOf(group: SettingGroup, value: object): Promise<string[]> {
  const { problem } = await save(group, value);
  return (problem?.issues ?? []).map(({ path, code }) => `${path}: ${code}`);
}
const history = async (group: SettingGroup, query = {}) =>
  (await api.call("listSettingVersions", { params: { group }, query }, admin)).body;

describe("a group of settings", () => {
  it("has its defaults until somebody saves it, and says what its fields are", async () => {
    const { items } = (await api.call("listSettings", {}, admin)).body;
    const jenkins = items.find(({ group }) => group === "jenkins");
    expect(jenkins).toMatchObject({ version: 0, isSet: false, updatedBy: null });
    expect(jenkins?.value).toEqual({ servers: [] });
    const [servers] = jenkins?.fields ?? [];
    expect(servers?.item?.fields?.map(({ key, kind }) => `${key}: ${kind}`)).toEqual([
      "name: text",
      "url: text",
      "user: text",
      "token: secret",
    ]);
    const platform = items.find(({ group }) => group === "platform");
    expect(platform).toMatchObject({ isSet: true, value: { orderTimeoutSeconds: 7 * 86_400 } });
  });

  it("is kept as it was given, with who saved it, defaults filled in", async () => {
    const { body } = await save("kubernetes", { clusters: [east] });
    const kept = { value: { clusters: [{ ...east, ca: "" }] }, isSet: true };
    expect(body).toMatchObject({ ...kept, version: 1, updatedBy: { name: "Grace" } });
    expect(await get("kubernetes")).toEqual(body);
  });

  it("is changed only by who has read its newest version, even when two save at once", async () => {
    const { version } = await get("aws");
    const body = (name: string) => ({
      version,
      value: { accounts: [{ name, region: "us-east-1" }] },
    });
    const answers = await Promise.all(
      ["one", "two"].map((name) =>
        api.loose("updateSetting", { params: { group: "aws" }, body: body(name) }, admin),
      ),
    );
    const said = answers.map(({ status, problem }) => problem?.code ?? String(status)).sort();
    expect(said).toEqual(["200", "CONFLICT"]);
    const stale = { params: { group: "aws" }, body: body("three") };
    expect((await api.loose("updateSetting", stale, admin)).problem?.code).toBe("CONFLICT");
    expect((await history("aws")).items).toHaveLength(1);
  });

  it("that is saved as it is makes no new version", async () => {
    await save("prometheus", { servers: [{ name: "main", url }] });
    const { body } = await save("prometheus", { servers: [{ url, name: "main" }] });
    expect(body).toMatchObject({ version: 1 });
  });
});

describe("what a group refuses, by path", () => {
  it.each<[string, SettingGroup, object, string[]]>([
    [
      "a wrong address",
      "kubernetes",
      { clusters: [{ ...east, url: "ftp://x" }] },
      ["value.clusters.0.url: invalid_format"],
    ],
    [
      "a password in an address",
      "kubernetes",
      { clusters: [{ ...east, url: "https://me:pass@k8s.test" }] },
      ["value.clusters.0.url: credentials_in_url"],
    ],
    [
      "a missing field, and an unknown one",
      "kubernetes",
      { clusters: [{ name: "a", url, tokn: token }], other: 1 },
      [
        "value.clusters.0.token: required",
        "value.clusters.0.tokn: unknown_field",
        "value.other: unknown_field",
      ],
    ],
    [
      "a value in place of a reference",
      "kubernetes",
      { clusters: [{ ...east, token: "the-value-itself" }] },
      ["value.clusters.0.token: invalid_type"],
    ],
    [
      "a name that a list has already",
      "kubernetes",
      { clusters: [east, west, { ...east, url: "https://other.test" }] },
      ["value.clusters.2.name: duplicate_name"],
    ],
    [
      "a host that is there already",
      "outbound",
      { hosts: [{ host: "a.test" }, { host: "a.test", isInner: true }] },
      ["value.hosts.1.host: duplicate_name"],
    ],
    [
      "a secret that there is not",
      "kubernetes",
      { clusters: [east, { ...west, token: { secret: "no-such" } }] },
      ["value.clusters.1.token: unknown_secret"],
    ],
    [
      "a version that a secret has not",
      "kubernetes",
      { clusters: [{ ...east, token: { secret: "k8s-token", version: 9 } }] },
      ["value.clusters.0.token.version: unknown_secret"],
    ],
    [
      "a number out of bounds",
      "platform",
      { nodeTimeoutSeconds: 0 },
      ["value.nodeTimeoutSeconds: too_small"],
    ],
    [
      "more than an item of the table should hold",
      "kubernetes",
      {
        clusters: Array.from({ length: 5 }, (_, at) => ({
          ...east,
          name: `c${at}`,
          ca: "x".repeat(20_000),
        })),
      },
      ["value: too_big"],
    ],
  ])("%s", async (_what, group, value, faults) => {
    expect((await faultsOf(group, value)).sort()).toEqual(faults.sort());
  });

  it("a group that there is not", async () => {
    const unknown = { params: { group: "nowhere" } };
    expect((await api.loose("getSetting", unknown, admin)).problem?.code).toBe("NOT_FOUND");
  });
});

describe("the history of a group", () => {
  it("tells what each save changed, following entries by their names", async () => {
    const both = [east, west].map((cluster) => ({ ...cluster, ca: "", namespaces: [] }));
    await save("kubernetes", { clusters: both });
    await save("kubernetes", { clusters: [{ ...west, url: "https://new.test" }] });
    await save("kubernetes", {
      clusters: [{ ...west, url: "https://new.test", token: { ...token, version: 1 } }],
    });
    const { items } = await history("kubernetes");
    expect(items.map(({ version }) => version)).toEqual([4, 3, 2, 1]);
    const told = items.map(({ changes }) =>
      changes.map(({ kind, where, before, after }) => [kind, where.en, before, after]),
    );
    expect(told).toEqual([
      [["changed", "Clusters › prod-west › Bearer token", token, { ...token, version: 1 }]],
      [
        ["removed", "Clusters › prod-east", both[0], undefined],
        ["changed", "Clusters › prod-west › API server", url, "https://new.test"],
      ],
      [["added", "Clusters › prod-west", undefined, both[1]]],
      [["added", "Clusters › prod-east", undefined, both[0]]],
    ]);
    expect(items[3]).toMatchObject({ by: { name: "Grace" }, value: { clusters: [both[0]] } });
  });

  it("comes in pages whose changes do not end at their edges", async () => {
    const first = await history("kubernetes", { limit: 3 });
    expect(first.items.at(-1)?.changes).toHaveLength(1);
    const rest = await history("kubernetes", { limit: 3, cursor: first.nextCursor ?? "" });
    expect([rest.items.map(({ version }) => version), rest.nextCursor]).toEqual([[1], null]);
    const elsewhere = { params: { group: "aws" }, query: { cursor: first.nextCursor ?? "" } };
    const { problem } = await api.loose("listSettingVersions", elsewhere, admin);
    expect(problem?.code).toBe("INVALID_CURSOR");
  });

  it("tells entries that changed places", async () => {
    const hosts = ["a.test", "b.test"].map((host) => ({ host, isInner: false }));
    await save("outbound", { hosts });
    await save("outbound", { hosts: hosts.toReversed() });
    const [{ changes } = { changes: [] }] = (await history("outbound")).items;
    expect(changes).toMatchObject([{ kind: "moved", where: { en: "Hosts that may be called" } }]);
  });

  it("is told in the audit log too", async () => {
    const subjectId = "setting:outbound";
    const { data } = await AuditEntity.query.audit({ subjectId }).go(here());
    expect(data.map(({ action, changes }) => [action, changes["version"]])).toEqual([
      ["setting.update", 1],
      ["setting.update", 2],
    ]);
  });
});

describe("settings for whoever runs actions", () => {
  it("come with their defaults, and say which of them do not hold anything yet", async () => {
    const { jenkins, platform } = await loadSettings(["jenkins", "platform"]);
    expect(jenkins.servers).toEqual([]);
    expect(platform.mostAutomaticRuns).toBe(5);
    expect(await missingSettings(["kubernetes", "jenkins", "platform"])).toEqual(["jenkins"]);
  });

  it("are asked for once in five seconds, and at once after a change in this process", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 10_000 });
    const meter = new CapacityMeter();
    meter.start();
    const most = async () => (await loadSettings(["platform"])).platform.mostAutomaticRuns;
    await loadSettings(["platform", "features"]);
    expect(await most()).toBe(5);
    expect(meter.read().requests).toEqual({ BatchGetItem: 1 });
    vi.setSystemTime(Date.now() + 5_100);
    await most();
    expect(meter.read().requests).toEqual({ BatchGetItem: 2 });
    meter.stop();
    meter.close();
    vi.useRealTimers();
    await save("platform", { mostAutomaticRuns: 7 });
    expect(await most()).toBe(7);
  });

  it("of another release are read without what this one does not know", async () => {
    const row = { group: "features" as const, version: 1, updatedAt: "2026-01-01T00:00:00.000Z" };
    const value = { drills: false, ofTheFuture: { a: 1 } };
    await SettingEntity.put({ ...row, value }).go(here());
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 60_000 });
    const { features } = await loadSettings(["features"]);
    expect(features).toEqual({ drills: false, planTriggers: true });
    vi.useRealTimers();
    expect((await get("features")).value).toEqual(features);
  });

  it("that fit no more are named as missing, shown as they are, and can be put right", async () => {
    const row = { group: "jenkins" as const, version: 1, updatedAt: "2026-01-01T00:00:00.000Z" };
    await SettingEntity.put({ ...row, value: { servers: "none" } }).go(here());
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 60_000 });
    expect(await missingSettings(["jenkins"])).toEqual(["jenkins"]);
    await expect(loadSettings(["jenkins"])).rejects.toThrow("jenkins");
    vi.useRealTimers();
    expect(await get("jenkins")).toMatchObject({ isSet: false, value: { servers: "none" } });
    expect((await save("jenkins", { servers: [] })).status).toBe(200);
  });
});
