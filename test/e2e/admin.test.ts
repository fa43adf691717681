import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { looks, type Look } from "./support/look.ts";
import { useOffice } from "./support/office.ts";
import { button, choosePerson, dialog, field, goBy, heading, section } from "./support/screen.ts";
import { escape, t } from "./support/text.ts";
import { signIn } from "./support/api.ts";

const office = useOffice();

const parking = (name: string) => `name: { en: "${name}", zh-CN: "${name}" }
description: { en: A parking space for a visitor, zh-CN: 访客车位 }
category: support
numberPrefix: PRK
form:
  fields:
    - type: text
      name: plate
      label: { en: Number plate, zh-CN: 车牌号 }
      required: true
chain:
  - kind: approve
    id: leader
    name: { en: Department leader, zh-CN: 部门负责人 }
    who: [{ departmentLeader: { up: 0 } }]
    mode: any
`;
const wrongField = `    - type: txt
      name: floor
      label: { en: Floor, zh-CN: 楼层 }
`;

async function openPlace(page: Page, { lang }: Look, place: "people" | "departments" | "roles") {
  const tabs = page.getByRole("navigation", { name: t(lang, "admin.tabs.label") });
  await tabs.getByRole("link", { name: t(lang, `admin.tabs.${place}`) }).click();
}

async function addDepartment(page: Page, look: Look, name: string): Promise<void> {
  const { lang } = look;
  await openPlace(page, look, "departments");
  await button(page, lang, "admin.departments.add").click();
  const box = dialog(page);
  await field(box, lang, t(lang, "admin.departments.name")).fill(name);
  const parent = field(box, lang, t(lang, "admin.departments.parent"));
  const value = await parent.getByRole("option", { name: /Technology/ }).getAttribute("value");
  await parent.selectOption(value);
  await choosePerson(field(box, lang, t(lang, "admin.departments.leader")), "bob", "Bob Martin");
  await button(box, lang, "common.add").click();
  await page.getByText(t(lang, "admin.departments.added", { name })).waitFor();
  await office().look(page, `admin departments ${look.name}`);
}

async function addRole(page: Page, look: Look, key: string, label: string): Promise<void> {
  const { lang } = look;
  await openPlace(page, look, "roles");
  await button(page, lang, "admin.roles.add").click();
  const box = dialog(page);
  await field(box, lang, t(lang, "admin.roles.key")).fill(key);
  await field(box, lang, t(lang, "admin.roles.labelEn")).fill(label);
  await field(box, lang, t(lang, "admin.roles.labelZh")).fill(label);
  await box
    .getByRole("checkbox", { name: new RegExp(escape(t(lang, "admin.permission.report.read"))) })
    .check();
  await office().look(page, `admin role ${look.name}`);
  await button(box, lang, "common.add").click();
  await page.getByText(t(lang, "admin.roles.added", { name: label })).waitFor();
  await office().look(page, `admin roles ${look.name}`);
}

async function addPerson(
  page: Page,
  look: Look,
  person: { name: string; handle: string; department: RegExp; role: string },
) {
  const { lang } = look;
  await openPlace(page, look, "people");
  await button(page, lang, "admin.people.add").click();
  const box = dialog(page);
  await button(box, lang, "common.add").click();
  await box.getByText(t(lang, "admin.people.fault.name")).first().waitFor();
  await office().look(page, `admin person with faults ${look.name}`);
  await field(box, lang, t(lang, "admin.people.name")).fill(person.name);
  await field(box, lang, t(lang, "admin.people.email")).fill(`${person.handle}@demo.test`);
  await field(box, lang, t(lang, "admin.people.password")).fill("a-first-password");
  const departments = box.getByRole("combobox", {
    name: new RegExp(escape(t(lang, "admin.people.departments"))),
  });
  const value = await departments
    .getByRole("option", { name: person.department })
    .getAttribute("value");
  await departments.selectOption(value);
  await box.getByRole("checkbox", { name: person.role, exact: true }).check();
  await button(box, lang, "common.add").click();
  await page.getByText(t(lang, "admin.people.added", { name: person.name })).waitFor();
  await field(page, lang, t(lang, "admin.people.search")).fill(person.handle);
  await page.getByText(`${person.handle}@demo.test`).filter({ visible: true }).first().waitFor();
  await office().look(page, `admin people ${look.name}`);
}

async function createParking(name: string): Promise<string> {
  const grace = await office().api.as("grace");
  const { id } = await grace.call("createTemplate", { body: { source: parking(name) } });
  await grace.call("publishTemplate", { params: { id } });
  return id;
}

describe.each(looks.filter(({ isPhone }) => !isPhone))("admin, $name", (look) => {
  const { lang } = look;
  const slug = lang.toLowerCase();

  it("adds a department, a role and a person, who may then sign in", async () => {
    const page = await office().page("grace", look);
    await page.goto("/inbox");
    await goBy(page, look, "common.nav.admin");
    const department = `Data 数据部 ${lang}`;
    await addDepartment(page, look, department);
    await addRole(page, look, `auditor-${slug}`, `Auditor ${lang}`);
    await addPerson(page, look, {
      name: `Ivy Zhang ${lang}`,
      handle: `ivy.${slug}`,
      department: new RegExp(escape(department)),
      role: `Auditor ${lang}`,
    });
    const ivy = await signIn(office().product.url, `ivy.${slug}`, "a-first-password");
    const me = await ivy.person.call("getMe", {});
    expect(me.permissions).toContain("report:read");
  });

  it("is told the line of a fault in a template, and publishes the corrected one", async () => {
    const page = await office().page("grace", look);
    const name = `Parking ${lang}`;
    const id = await createParking(name);
    await page.goto(`/admin/templates/${id}?tab=source`);
    await heading(page, name).waitFor();
    const editor = page.getByRole("textbox", { name: t(lang, "admin.editor.source") });
    const broken = parking(name).replace("chain:", `${wrongField}chain:`);
    await editor.fill(broken);
    const line = broken.split("\n").findIndex((text) => text.includes("txt")) + 1;
    const findings = page.getByRole("region", { name: t(lang, "designer.check.label") });
    await findings
      .getByText(t(lang, "admin.editor.line", { line }))
      .first()
      .waitFor();
    await office().look(page, `template with a fault ${look.name}`);
    await button(page, lang, "admin.editor.publishAgain").click();
    await dialog(page).getByText("form.fields.1.type").waitFor();
    await dialog(page)
      .getByRole("button", { name: t(lang, "admin.editor.line", { line }) })
      .click();
    expect(
      await editor.evaluate((area: HTMLTextAreaElement) =>
        area.value.slice(area.selectionStart, area.selectionEnd),
      ),
    ).toContain("txt");

    await editor.fill(broken.replace("txt", "text"));
    await findings.getByText(t(lang, "admin.editor.noFindings")).waitFor();
    await button(page, lang, "admin.editor.publishAgain").click();
    await page.getByText(t(lang, "admin.editor.published", { version: 2 })).waitFor();
    await office().look(page, `template ${look.name}`);

    const alice = await office().page("alice", look);
    await alice.goto(`/new/${id}`);
    await field(alice, lang, lang === "en" ? "Floor" : "楼层").fill("3");
    await field(alice, lang, lang === "en" ? "Number plate" : "车牌号").fill("沪A·12345");
    await button(alice, lang, "form.page.submit").click();
    await alice.getByText(/^PRK-\d{4}-\d+$/).waitFor();
  });
});

describe.each(looks.filter(({ isPhone }) => isPhone))("admin, $name", (look) => {
  it("looks things up on the phone and is told where to change them", async () => {
    const { lang } = look;
    const page = await office().page("grace", look);
    await page.goto("/inbox");
    await goBy(page, look, "common.nav.admin");
    for (const place of ["departments", "roles", "people"] as const) {
      await openPlace(page, look, place);
      await page.getByText(t(lang, "admin.phoneReadOnly")).waitFor();
      await page
        .getByText("Operations 运维部")
        .or(page.getByText(t(lang, "admin.roles.builtIn")))
        .filter({ visible: true })
        .first()
        .waitFor();
      expect(await button(page, lang, `admin.${place}.add`).count()).toBe(0);
      await office().look(page, `admin ${place} ${look.name}`);
    }
    const id = await office().api.templateId("Leave");
    await page.goto(`/admin/templates/${id}`);
    await section(page, lang, "designer.preview.title").waitFor();
    await office().look(page, `template form ${look.name}`);
    await page.goto(`/admin/templates/${id}?tab=source`);
    const editor = page.getByRole("textbox", { name: t(lang, "admin.editor.source") });
    await editor.waitFor();
    expect(await editor.isEditable()).toBe(false);
    await office().look(page, `template ${look.name}`);
  });
});
