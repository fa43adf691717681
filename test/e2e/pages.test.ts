import { describe, expect, it } from "vitest";
import type { MessageKey } from "#lib/i18n/catalog.ts";
import { desktopEnglish, looksOf, phoneChinese } from "./support/look.ts";
import { useOffice } from "./support/office.ts";
import { button, dialog, field, goBy, heading } from "./support/screen.ts";
import { escape, t } from "./support/text.ts";
import { expenseValues } from "./support/values.ts";

const office = useOffice();

/** Places that no walk comes by: empty, closed to the person, or off the way. */
const places: { handle: string; path: string; title: MessageKey }[] = [
  { handle: "zhao.lei", path: "/inbox", title: "inbox.title" },
  { handle: "zhao.lei", path: "/inbox?tab=cc", title: "inbox.title" },
  { handle: "zhao.lei", path: "/mine", title: "ticket.list.mine" },
  { handle: "zhao.lei", path: "/notices", title: "notices.title" },
  { handle: "alice", path: "/settings", title: "settings.title" },
  { handle: "erin", path: "/all-tickets", title: "ticket.list.all" },
  { handle: "dave", path: "/orders?view=ended", title: "orders.title" },
  { handle: "grace", path: "/admin/templates", title: "admin.title" },
  { handle: "alice", path: "/admin/people", title: "admin.title" },
  { handle: "alice", path: "/reports", title: "reports.title" },
];

describe.each(looksOf("pages"))("every place, $name", (look) => {
  it("opens without barriers, sideways scrolling or complaints", async () => {
    for (const { handle, path, title } of places) {
      const page = await office().page(handle, look);
      await page.goto(path);
      await heading(page, t(look.lang, title)).waitFor();
      await office().look(page, `place ${handle} ${path} ${look.name}`);
    }
    const page = await office().page("alice", look);
    await page.goto("/no/such/place");
    await heading(page, /./).waitFor();
    await office().look(page, `not found ${look.name}`);
    await page.goto("/tickets/tkt_00000000000000000000000000");
    await page.getByText(t(look.lang, "common.error.NOT_FOUND")).waitFor();
    await office().look(page, `no such ticket ${look.name}`);
  });

  it("is as readable in the dark", async () => {
    const { id } = await office().api.submit("alice", "Expense", "Dark 深色", expenseValues(80));
    const page = await office().page("bob", look);
    await page.emulateMedia({ colorScheme: "dark" });
    for (const path of ["/inbox", `/tickets/${id}`, "/settings"]) {
      await page.goto(path);
      await heading(page, /./).waitFor();
      await office().look(page, `dark ${path.split("/")[1]} ${look.name}`);
    }
    await page.emulateMedia({ colorScheme: "light" });
  });
});

it("changes the language of the page without loading it again", async () => {
  for (const look of [phoneChinese, desktopEnglish]) {
    const page = await office().page("frank", look);
    await page.goto("/settings");
    await heading(page, t(look.lang, "settings.title")).waitFor();
    await page.evaluate(() => Object.assign(globalThis, { isSamePage: true }));
    const wanted = look.lang === "en" ? "zh-CN" : "en";
    await field(page, look.lang, t(look.lang, "settings.language")).selectOption(wanted);
    await heading(page, t(wanted, "settings.title")).waitFor();
    expect(await page.evaluate(() => "isSamePage" in globalThis)).toBe(true);
    expect(await page.evaluate(() => document.documentElement.lang)).toBe(wanted);
    await goBy(page, { ...look, lang: wanted }, "common.nav.inbox");
    await heading(page, t(wanted, "inbox.title")).waitFor();
    expect((await (await office().api.as("frank")).call("getMe", {})).locale).toBe(wanted);
  }
});

it("signs out, and shows nothing of the last person to the next", async () => {
  const { lang } = phoneChinese;
  const page = await office().page("frank", phoneChinese);
  await page.goto("/inbox");
  await page.getByRole("button", { name: new RegExp(escape(t(lang, "common.nav.more"))) }).click();
  await button(dialog(page), lang, "common.signOut").click();
  await heading(page, t(lang, "common.login.title")).waitFor();
  await page.goto("/mine");
  await page.waitForURL("**/login?next=%2Fmine");
  await heading(page, t(lang, "common.login.title")).waitFor();
});
