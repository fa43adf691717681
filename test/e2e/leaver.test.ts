import { describe, expect, it } from "vitest";
import { looks } from "./support/look.ts";
import { useOffice } from "./support/office.ts";
import { button, choosePerson, dialog, field } from "./support/screen.ts";
import { t } from "./support/text.ts";

const office = useOffice();

const template = (asked: string) => `name: { en: Desk, zh-CN: 工位 }
category: support
numberPrefix: DSK
form:
  fields:
    - { type: text, name: floor, label: { en: Floor, zh-CN: 楼层 }, required: true }
chain:
  - kind: approve
    id: owner
    name: { en: Floor keeper, zh-CN: 楼层管理员 }
    who: [{ users: [${asked}] }]
    mode: any
`;

describe.each(looks.filter(({ isPhone }) => !isPhone))("somebody leaves, $name", (look) => {
  const { lang } = look;

  it("hands over what waits, and the colleague is told apart from what is refused", async () => {
    const { api } = office();
    const grace = await api.as("grace");
    const name = `Leo Park ${lang}`;
    const email = `leo.${lang.toLowerCase()}@demo.test`;
    await grace.call("createUser", { body: { name, email, password: "a-first-password" } });
    const { id } = await grace.call("createTemplate", { body: { source: template(email) } });
    await grace.call("publishTemplate", { params: { id } });
    const body = { templateId: id, values: { floor: "7" } };
    for (const who of ["alice", "bob"]) {
      const person = await api.as(who);
      const title = `Desk of ${who} ${lang}`;
      const ticket = await person.call("createTicket", { body: { ...body, title } });
      await person.call("submitTicket", { params: { id: ticket.id } });
    }

    const page = await office().page("grace", look);
    await page.goto("/admin/people");
    await field(page, lang, t(lang, "admin.people.search")).fill(name);
    const edit = page.getByRole("button", { name: t(lang, "admin.people.editTitle", { name }) });
    await edit.click();
    await button(dialog(page), lang, "admin.people.deactivate").click();
    const box = dialog(page);
    await box.getByText(t(lang, "leaver.waits", { count: 2, name })).waitFor();
    await box.getByRole("link", { name: "Desk of" }).first().waitFor();
    await box.getByRole("radio", { name: t(lang, "leaver.person") }).check();
    await choosePerson(field(box, lang, t(lang, "leaver.whom")), "bob", "Bob Martin");
    await office().look(page, `leaver ${look.name}`);
    await button(box, lang, "leaver.deactivateAndGive").click();
    await box.getByText(t(lang, "leaver.given", { name: "Bob Martin" })).waitFor();
    await box.getByText(t(lang, "leaver.refused.OWN_REQUEST")).waitFor();
    await office().look(page, `leaver handed over ${look.name}`);
    const { items } = await (await api.as("bob")).call("listTasks", { query: {} });
    expect(items.map(({ ticket }) => ticket.title)).toContain(`Desk of alice ${lang}`);
  });
});
