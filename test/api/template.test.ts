import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { getPublished, getTemplateVersion } from "#shared/template/load.ts";
import { TestApi } from "#test/support/app.ts";
import { addPerson, openSession, templateSource } from "#test/support/factory.ts";
import { ownTable } from "#test/support/own-table.ts";

let engine: { stop: () => Promise<void> };
let api: TestApi;
let admin: string;
let employee: string;

beforeAll(async () => {
  engine = await ownTable();
  api = new TestApi();
  admin = await openSession(await addPerson({ name: "Grace", roles: ["admin"] }));
  employee = await openSession(await addPerson());
});
afterAll(() => engine.stop());

async function create(source = templateSource()) {
  return (await api.call("createTemplate", { body: { source } }, admin)).body;
}
const publish = (id: string) => api.call("publishTemplate", { params: { id } }, admin);
const save = (id: string, source: string) =>
  api.call("saveTemplate", { params: { id }, body: { source } }, admin);
const look = (id: string, token: string, draft = "false") =>
  api.call("getTemplate", { params: { id }, query: { draft } }, token);
const catalogue = async (token: string) => (await api.call("listTemplates", {}, token)).body.items;

describe("a template", () => {
  it("keeps the author's text with its comments", async () => {
    const made = await create();
    expect(made).toMatchObject({ state: "draft", version: 0, source: templateSource() });
    expect(made.document.form.fields[0]).toMatchObject({ name: "purpose", required: true });
  });

  it("is not saved over what somebody else saved in the meantime", async () => {
    const { id, updatedAt } = await create();
    const body = (text: string, seen: string) => ({
      source: `${templateSource()}# ${text}\n`,
      seen,
    });
    const put = (text: string, seen: string) =>
      api.call("saveTemplate", { params: { id }, body: body(text, seen) }, admin);
    const first = await put("first", updatedAt);
    expect(first.status).toBe(200);
    expect((await put("second", updatedAt)).problem?.code).toBe("CONFLICT");
    expect((await look(id, admin, "true")).body.source).toContain("# first");
    expect((await put("third", first.body.updatedAt)).status).toBe(200);
  });

  it("is seen by those who fill it in only once it is published, without its source", async () => {
    const { id } = await create();
    expect((await look(id, employee)).problem?.code).toBe("NOT_FOUND");
    expect((await look(id, employee, "true")).problem?.code).toBe("FORBIDDEN");
    expect((await catalogue(employee)).map((one) => one.id)).not.toContain(id);
    expect((await catalogue(admin)).map((one) => one.id)).toContain(id);
    expect((await publish(id)).body).toMatchObject({ state: "published", version: 1 });
    const { body } = await look(id, employee);
    expect(body.document.numberPrefix).toBe("OPS");
    expect(body.source).toBeUndefined();
    expect((await catalogue(employee)).map((one) => one.id)).toContain(id);
  });

  it("shows the published version until the next one is published; versions never change", async () => {
    const { id } = await create();
    await publish(id);
    const next = templateSource({ "en: Server request": "en: Machine request" });
    await save(id, next);
    expect((await look(id, employee)).body.name.en).toBe("Server request");
    expect((await look(id, admin, "true")).body.document.name.en).toBe("Machine request");
    const first = await getTemplateVersion(id, 1);
    await publish(id);
    expect((await look(id, employee)).body).toMatchObject({
      version: 2,
      name: { en: "Machine request" },
    });
    expect((await getPublished(id)).number).toBe(2);
    expect(await getTemplateVersion(id, 1)).toEqual(first);
    const { body } = await api.call("listTemplateVersions", { params: { id } }, admin);
    expect(body.items.map(({ version, source }) => [version, source])).toEqual([
      [2, next],
      [1, templateSource()],
    ]);
    expect(body.items[0]?.publishedBy).toBe("Grace");
  });

  it("published by two at once gets one version", async () => {
    const { id } = await create();
    const answers = await Promise.all([publish(id), publish(id), publish(id)]);
    const { body } = await api.call("listTemplateVersions", { params: { id } }, admin);
    expect(body.items).toHaveLength(answers.filter(({ status }) => status === 200).length);
    for (const { status } of answers) expect([200, 409]).toContain(status);
  });

  it("taken out of the catalogue starts no tickets and comes back by publishing", async () => {
    const { id } = await create();
    const disable = () => api.call("disableTemplate", { params: { id } }, admin);
    expect((await disable()).problem?.code).toBe("WRONG_STATE");
    await publish(id);
    expect((await disable()).body.state).toBe("disabled");
    expect((await look(id, employee)).problem?.code).toBe("NOT_FOUND");
    await expect(getPublished(id)).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect((await publish(id)).body).toMatchObject({ state: "published", version: 2 });
  });

  it("that is no YAML or no template is not saved, and the faults name path and line", async () => {
    const { id } = await create();
    const broken = await save(id, "name: [");
    expect([broken.status, broken.problem?.code]).toEqual([422, "TEMPLATE_INVALID"]);
    const wrong = await save(id, templateSource({ "category: infrastructure": "category: other" }));
    expect(wrong.problem?.issues).toMatchObject([{ path: "category", code: "invalid_value" }]);
    expect(wrong.problem?.issues[0]?.message).toMatch(/^Line 3: /);
    expect((await look(id, admin, "true")).body.source).toBe(templateSource());
  });

  it("with faults may be a draft but not be published", async () => {
    const { id } = await create(templateSource({ "summary: [purpose]": "summary: [nothing]" }));
    const { problem } = await publish(id);
    expect(problem?.issues).toMatchObject([{ path: "form.summary.0", code: "unknown_field" }]);
  });

  it("that asks people or roles nobody has is not published", async () => {
    const who = "{ role: manager }";
    const named = templateSource({
      [who]: "{ users: [nobody@demo.test] }, { role: wizards }, { role: employee }",
    });
    const { id } = await create(named);
    const paths = (await publish(id)).problem?.issues.map(({ path }) => path);
    expect(paths).toEqual(["chain.0.who.0.users.0", "chain.0.who.1.role", "chain.0.who.2.role"]);
  });

  it("is checked without being saved", async () => {
    const before = (await catalogue(admin)).length;
    const source = templateSource({ "name: size": "name: purpose" });
    const { body } = await api.call("checkTemplate", { body: { source } }, admin);
    expect(body.findings).toMatchObject([
      { path: "form.fields.1.name", code: "duplicate", line: 8 },
    ]);
    expect(body.document?.numberPrefix).toBe("OPS");
    expect(await catalogue(admin)).toHaveLength(before);
  });
});
