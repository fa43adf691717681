import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { looksOf, phoneChinese } from "./support/look.ts";
import { useOffice } from "./support/office.ts";
import { button, dialog, section } from "./support/screen.ts";
import { escape, t } from "./support/text.ts";
import { leaveValues } from "./support/values.ts";

const office = useOffice();

async function submitLeave(title: string) {
  const { api } = office();
  const { id, number } = await api.submit(
    "alice",
    "Leave",
    title,
    leaveValues(1, await api.userId("henry")),
  );
  return { id, title, number: number ?? "" };
}

/** Moves a finger over a card, as far as a share of its width. */
async function swipe(page: Page, title: string, share: number): Promise<void> {
  const card = page.getByText(title).first();
  // Into the middle: at the edge the bar with the places lies over it.
  await card.evaluate((element) => element.scrollIntoView({ block: "center" }));
  const box = await card.boundingBox();
  if (box === null) throw new Error(`${title} is not on the screen.`);
  const [x, y] = [195 - Math.sign(share) * 120, box.y + box.height / 2];
  const client = await page.context().newCDPSession(page);
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", at?: number) =>
    client.send("Input.dispatchTouchEvent", {
      type,
      touchPoints: at === undefined ? [] : [{ x: at, y }],
    });
  await touch("touchStart", x);
  for (let part = 1; part <= 8; part += 1) await touch("touchMove", x + (358 * share * part) / 8);
  await touch("touchEnd");
}

describe.each(looksOf("batch"))("batch of the inbox, $name", (look) => {
  const { lang, isPhone } = look;

  it("approves what is selected in one go and says which one was refused, and why", async () => {
    const { api } = office();
    const [one, two] = [
      await submitLeave(`Batch one 批量一 ${look.name}`),
      await submitLeave(`Batch two 批量二 ${look.name}`),
    ];
    const bob = await office().page("bob", look);
    await bob.goto("/inbox");
    await bob.getByText(two.title).first().waitFor();
    if (isPhone) await button(bob, lang, "inbox.select.start").click();
    for (const { number, title } of [one, two]) {
      const name = t(lang, "inbox.select.one", { number, title });
      await bob.getByRole("checkbox", { name }).check();
    }
    await office().look(bob, `selected ${look.name}`);
    const approve = t(lang, "inbox.select.approve", { count: 2 });
    await bob.getByRole("button", { name: approve, exact: true }).click();
    await dialog(bob).getByRole("textbox").fill("Have a good time 假期愉快");
    await button(dialog(bob), lang, "ticket.action.approve").click();
    await bob.getByText(t(lang, "ticket.batch.pending", { count: 2 })).waitFor();
    // Inside the five seconds one of them is withdrawn.
    await (await api.as("alice")).call("withdrawTicket", { params: { id: two.id }, body: {} });

    const result = section(bob, lang, "ticket.batch.title");
    await result.getByText(t(lang, "ticket.batch.refused", { count: 1 })).waitFor();
    const lost = t(lang, "ticket.pending.lost.withdrawn", { number: two.number });
    await result.getByText(lost).waitFor();
    await result.getByRole("link", { name: two.number }).waitFor();
    await office().look(bob, `batch result ${look.name}`);
    const decided = await api.reach(one.id, "alice", ({ outcome }) => outcome === "approved");
    expect(decided.tasks[0]?.comment).toBe("Have a good time 假期愉快");
  });

  it("filters by requester, and takes a whole batch back", async () => {
    const { api } = office();
    const { id, title, number } = await submitLeave(`Undo me 撤销 ${look.name}`);
    const bob = await office().page("bob", look);
    await bob.goto("/inbox?who=nobody");
    await bob.getByText(t(lang, "ticket.list.emptyFiltered")).waitFor();
    await bob
      .getByRole("button", { name: new RegExp(escape(t(lang, "ticket.list.filter"))) })
      .click();
    await dialog(bob).getByRole("searchbox").fill("alice");
    await office().look(bob, `inbox filter ${look.name}`);
    await button(dialog(bob), lang, "ticket.list.apply").click();
    await bob.getByText(title).first().waitFor();
    if (isPhone) await button(bob, lang, "inbox.select.start").click();
    const name = t(lang, "inbox.select.one", { number, title });
    await bob.getByRole("checkbox", { name }).check();
    if (isPhone) {
      const approve = t(lang, "inbox.select.approve", { count: 1 });
      await bob.getByRole("button", { name: approve, exact: true }).click();
    } else await bob.keyboard.press("a");
    await button(dialog(bob), lang, "ticket.action.approve").click();
    await button(bob, lang, "common.undo").click();
    await bob.getByText(t(lang, "ticket.pending.undone")).waitFor();
    expect((await api.ticket(id, "bob")).myTask).not.toBeNull();
  });
});

it("a swipe to the right approves, one to the left asks why, a short one does nothing", async () => {
  const { api } = office();
  const { lang } = phoneChinese;
  const { id, title, number } = await submitLeave("Swipe me 滑动");
  const bob = await office().page("bob", phoneChinese);
  await bob.goto("/inbox?who=alice");
  await bob.getByText(title).first().waitFor();
  await swipe(bob, title, 0.2);
  await swipe(bob, title, -0.6);
  await dialog(bob)
    .getByText(t(lang, "ticket.dialog.return.title", { number }))
    .waitFor();
  await bob.keyboard.press("Escape");
  await dialog(bob).waitFor({ state: "hidden" });
  await swipe(bob, title, 0.6);
  await bob.getByText(t(lang, "ticket.pending.approve", { number })).waitFor();
  await bob.goto("/notices");
  await api.reach(id, "alice", ({ outcome }) => outcome === "approved");
});
