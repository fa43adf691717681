import dns from "node:dns";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { FormField } from "#shared/form/schema.ts";
import type { UserRecord } from "#shared/org/record.ts";
import { TestApi } from "#test/support/app.ts";
import { addPerson, openSession } from "#test/support/factory.ts";
import {
  garbage,
  huge,
  late,
  list,
  stalls,
  toMetadata,
  suppliers,
} from "#test/support/option-source.ts";
import {
  after,
  external,
  label,
  newPath,
  options,
  optionTemplate,
  templateOf,
} from "#test/support/option-field.ts";
import { hangUp, reply, startOutside, type Outside } from "#test/support/outside.ts";
import { ownTable } from "#test/support/own-table.ts";

let engine: { stop: () => Promise<void> };
let outside: Outside;
let api: TestApi;
let bob: UserRecord;
let alice: string;

beforeAll(async () => {
  engine = await ownTable();
  outside = await startOutside();
  api = new TestApi({ TEST_CLOCK: "1" });
  bob = await addPerson({ name: "Bob" });
  alice = await openSession(await addPerson({ name: "Alice" }));
});
afterAll(async () => {
  await outside.stop();
  await engine.stop();
});
beforeEach(() => {
  process.env["HTTP_ALLOW_PRIVATE"] = "1";
});
afterEach(() => {
  vi.restoreAllMocks();
  delete process.env["HTTP_ALLOW_PRIVATE"];
});

const time = (seconds: number) => after(seconds)["x-countersign-now"];
const look = (id: string, body: object = {}, seconds = 0) =>
  api.call(
    "listOptions",
    {
      params: { id, field: "supplier" },
      body: { values: {}, ...body },
      headers: after(seconds),
    },
    alice,
  );

describe("the options of an external field", () => {
  it("come from the source once a while, then from what was kept", async () => {
    const { id, path } = await optionTemplate(outside, bob);
    outside.answer(path, list(), list([]));
    expect((await look(id)).body).toEqual({ items: options, source: "live", at: time(0) });
    expect((await look(id, {}, 59)).body).toEqual({ items: options, source: "cache", at: time(0) });
    expect((await look(id, {}, 60)).body).toEqual({ items: [], source: "live", at: time(60) });
    expect(outside.calls(path)).toHaveLength(2);
    expect(outside.calls(path)[0]?.method).toBe("GET");
  });

  it("can be searched by words of label and value", async () => {
    const { id, path } = await optionTemplate(outside, bob);
    outside.answer(path, list());
    const found = async (search: string) =>
      (await look(id, { search })).body.items.map(({ value }) => value);
    expect(await found("供应")).toEqual(["s-1"]);
    expect(await found("sons BOLT")).toEqual(["s-2"]);
    expect(await found("s-")).toEqual(["s-1", "s-2"]);
    expect(await found("nobody")).toEqual([]);
  });

  it.each([
    ["is silent", late(5_000)],
    ["stops half-way", stalls],
    ["hangs up", hangUp],
    ["is broken", reply(500, { data: { items: suppliers }, error: "a secret" })],
    ["refuses", reply(404, { data: { items: suppliers } })],
    ["talks nonsense", garbage],
    ["lists something else", list("none")],
    ["lists options without a label", list([{ id: "s-1" }])],
    ["lists options too long to store", list([{ id: "x".repeat(201), name: "long" }])],
    ["lists too many", list(Array.from({ length: 1001 }, (_, id) => ({ id, name: "n" })))],
    ["never ends", huge],
    ["sends us to the metadata service", toMetadata],
  ])("are a day old at most when the source %s", async (_what, answer) => {
    const { id, path } = await optionTemplate(outside, bob);
    outside.answer(path, answer);
    const failed = await look(id);
    expect([failed.status, failed.problem?.code]).toEqual([502, "UPSTREAM_FAILED"]);
    expect(JSON.stringify(failed.problem)).not.toContain("a secret");
    const known = await optionTemplate(outside, bob);
    outside.answer(known.path, list(), answer);
    await look(known.id);
    const day = 24 * 3600;
    expect((await look(known.id, {}, day)).body).toEqual({
      items: options,
      source: "stale",
      at: time(0),
    });
    expect((await look(known.id, {}, day + 1)).problem?.code).toBe("UPSTREAM_FAILED");
  });

  it("depend on fields of the form, percent-encoded in their place", async () => {
    const path = newPath();
    const region: FormField = { type: "text", name: "region", label };
    const id = await templateOf(
      bob,
      region,
      external(`${outside.url}${path}/{{region}}?r={{region}}`),
    );
    outside.answer(`${path}/a%2F..%2Fb%3F?r=a%2F..%2Fb%3F`, list());
    const missing = await look(id, { values: {} });
    expect(missing.problem?.issues).toMatchObject([{ path: "form.region", code: "required" }]);
    expect((await look(id, { values: { region: "a/../b?", none: 1 } })).body.items).toEqual(
      options,
    );
    const escaping = await look(id, { values: { region: ".." } });
    expect(escaping.problem?.issues).toMatchObject([
      { path: "form.region", code: "invalid_value" },
    ]);
  });

  it("are those of the version that a ticket began on", async () => {
    const { id, path } = await optionTemplate(outside, bob);
    outside.answer(path, list());
    expect((await look(id, { version: 1 })).status).toBe(200);
    expect((await look(id, { version: 2 })).problem?.code).toBe("NOT_FOUND");
    const other = await api.call(
      "listOptions",
      { params: { id, field: "purpose" }, body: { values: {} } },
      alice,
    );
    expect(other.problem?.code).toBe("NOT_FOUND");
  });
});

describe("a source inside is out of reach", () => {
  it.each([
    ["this machine", "http://127.0.0.1:3000/api/users"],
    ["the metadata service", "https://169.254.169.254/latest/meta-data/"],
    ["the inner network", "https://10.0.0.1/"],
    ["plain http", "http://example.com/"],
  ])("as %s", async (_what, url) => {
    // A draft that was published when the machine allowed it.
    const id = await templateOf(
      bob,
      external(url.replace("http://example.com", "http://localhost")),
    );
    delete process.env["HTTP_ALLOW_PRIVATE"];
    const call = vi.spyOn(dns, "lookup");
    expect((await look(id)).problem?.code).toBe("UPSTREAM_FAILED");
    expect(call).not.toHaveBeenCalled();
  });

  it("also as a name that means something else from one look to the next", async () => {
    const path = newPath();
    outside.answer(path, list());
    const { port } = new URL(outside.url);
    const id = await templateOf(bob, external(`https://rebind.test:${port}${path}`));
    delete process.env["HTTP_ALLOW_PRIVATE"];
    const meanings = ["203.0.113.5", "127.0.0.1", "127.0.0.1"];
    const lookup = vi
      .spyOn(dns, "lookup")
      .mockImplementation(((
        _host: string,
        _options: unknown,
        done: (error: null, found: object[]) => void,
      ) => done(null, [{ address: meanings.shift(), family: 4 }])) as never);
    for (const _time of [1, 2]) expect((await look(id)).problem?.code).toBe("UPSTREAM_FAILED");
    expect(lookup).toHaveBeenCalledTimes(2);
    expect(outside.calls(path)).toEqual([]);
  });
});
