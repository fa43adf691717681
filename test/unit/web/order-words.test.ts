/// <reference types="vite/client" />
import { afterEach, describe, expect, it, vi } from "vitest";
import type { ApiError } from "#lib/api/error.ts";
import { eventChannel, eventComment, eventText } from "#lib/order/event-text.ts";
import { lengthText, nodeMs, orderMs, plannedMs, spanOf } from "#lib/order/length.ts";
import { faultWords, refusalText } from "#lib/order/refusal.ts";
import { orderSentence } from "#lib/order/sentence.ts";
import { both } from "#shared/core/text.ts";
import { blankStrategy } from "#shared/order/blank.ts";
import type { OrderEventView } from "#shared/order/view/schema.ts";
import { at, dave, jing, nodeView, orderView, targetView } from "#test/support/order-view.ts";
import { speak } from "./tongue-now.ts";

vi.mock("#lib/i18n/i18n.svelte.ts", () => import("./tongue-now.ts"));
// Shapes are drawn by the browser; words are what is asked for here.
vi.mock("#lib/state-look.ts", () => ({ looks: { order: {}, node: {} } }));
afterEach(() => speak("en"));

const reader = { myId: jing.id, nowMs: Date.parse(at(10)) };
/** Both languages, without the times: they depend on where the test is run. */
function said(order: Parameters<typeof orderSentence>[0], who = reader): string[] {
  return (["en", "zh-CN"] as const).map((lang) => {
    speak(lang);
    return orderSentence(order, who);
  });
}

describe("lengths", () => {
  it.each([
    [4_200, "4.2 sec", "4.2秒"],
    [48_000, "48 sec", "48秒"],
    [200_000, "3 min 20 sec", "3分钟 20秒"],
    [180_000, "3 min", "3分钟"],
    [-5, "0 sec", "0秒"],
  ])("%i ms", (ms, english, chinese) => {
    expect(lengthText(ms)).toBe(english);
    speak("zh-CN");
    expect(lengthText(ms)).toBe(chinese);
  });

  it("of steps and runs end when they end, and go on while they run", () => {
    const ran = { startedAt: at(1), finishedAt: at(2), state: "succeeded" };
    expect(nodeMs(ran, 0)).toBe(60_000);
    expect(nodeMs({ ...ran, finishedAt: null, state: "running" }, Date.parse(at(4)))).toBe(180_000);
    expect(nodeMs({ ...ran, finishedAt: null, state: "waiting_confirm" }, 0)).toBeNull();
    expect(nodeMs({ ...ran, startedAt: null }, 0)).toBeNull();
    expect(orderMs({ startedAt: null, endedAt: null }, 0)).toBeNull();
    expect(orderMs({ startedAt: at(1), endedAt: at(3) }, 0)).toBe(120_000);
  });

  it("are late a tenth over what was expected", () => {
    expect(spanOf(5_100, 5_000)).toMatchObject({ isLate: false, filled: 100 });
    expect(spanOf(10_000, 5_000)).toEqual({ filled: 100, mark: 50, isLate: true });
    expect(spanOf(2_500, 5_000)).toEqual({ filled: 50, mark: 100, isLate: false });
    expect(spanOf(2_500, null)).toEqual({ filled: 100, mark: null, isLate: false });
    expect(plannedMs([{ expectedSeconds: 5 }, { expectedSeconds: null }])).toBe(5_000);
    expect(plannedMs([{ expectedSeconds: null }])).toBeNull();
  });
});

describe("what a run says of itself", () => {
  const name = both("Promote", "提升备库");
  const step = (given: object) => [nodeView({ seq: 1, name, ...given })];

  it("names who is asked: you, somebody by name, or any operator but its starter", () => {
    const approval = { count: 2, from: [dave, jing], by: [], hash: "" };
    const waits = orderView({ state: "pending_approval", approval });
    expect(said(waits)[0]).toBe("Waiting for you to approve. 0 of 2 approvals are given.");
    expect(said(waits, { ...reader, myId: "usr_x" })[0]).toContain("Waiting for 陈静 to approve.");
    const open = orderView({ state: "pending_approval", approval: { ...approval, from: [] } });
    expect(said(open)).toEqual([
      expect.stringContaining("an operator other than Dave Okafor"),
      expect.stringContaining("Dave Okafor 以外的任一运维"),
    ]);
  });

  it("says what happens when nobody confirms", () => {
    const strategy = { ...blankStrategy, preConfirm: true, ifUnconfirmed: "proceed" as const };
    const given = { state: "waiting_confirm", missing: ["url"], dueAt: at(30), strategy };
    const [english, chinese] = said(orderView({ state: "waiting_confirm", nodes: step(given) }));
    expect(english).toMatch(
      /fill in 1 value and confirm: 1 Promote\. Without .+ goes on by itself/,
    );
    expect(chinese).toMatch(/填写 1 个参数并确认：1 提升备库。若.+自动继续。/);
  });

  it("tells a failure from what nobody knows, and who asked to skip", () => {
    const stuck = (given: object) => said(orderView({ state: "paused", nodes: step(given) }))[0];
    expect(stuck({ state: "failed" })).toContain("1 Promote failed.");
    expect(stuck({ state: "unknown" })).toContain("Nobody knows whether 1 Promote happened.");
    expect(stuck({ state: "failed", skipAskedBy: dave })).toContain(
      "Dave Okafor asks to leave out",
    );
  });

  it("counts targets, and how many steps did not succeed", () => {
    const targets = [targetView(0, "succeeded"), targetView(1, "running")];
    const runs = orderView({ nodes: step({ state: "running", targets }) });
    expect(said(runs)[0]).toContain("Running: 1 Promote. 1 of 2 targets are done.");
    const ended = orderView({
      ...{ state: "partially_succeeded", endedAt: at(9), done: 1 },
      nodes: step({ state: "skipped" }),
    });
    expect(said(ended)[0]).toContain("1 step failed or was left out.");
  });

  it("keeps a review open until it is judged", () => {
    const review = {
      by: [jing],
      dueAt: at(50),
      remindedAt: null,
      doneBy: null,
      doneAt: null,
      isJustified: null,
      comment: null,
    };
    const ended = { state: "succeeded", endedAt: at(9) } as const;
    expect(said(orderView({ ...ended, review }))[0]).toContain("you must review that by");
    const judged = { ...review, doneBy: jing, doneAt: at(12), isJustified: false, comment: "no" };
    expect(said(orderView({ ...ended, review: judged }))[1]).toContain("陈静 复核认为破窗不合理。");
  });
});

describe("the timeline", () => {
  const event = (given: Partial<OrderEventView>): OrderEventView => ({
    ...{ id: "1", type: "node.skipped", at: at(1), actor: dave, channel: "web", seq: 1, data: {} },
    ...given,
  });
  const data = { step: both("Promote", "提升备库"), label: "1.2" };

  it("tells a skip by a person from a step that a forced part leaves out", () => {
    const skipped = event({ data: { ...data, comment: "done already" } });
    const left = event({ data: { ...data, comment: "forced" } });
    expect(eventText(skipped)).not.toBe(eventText(left));
    expect(eventText(skipped)).toContain("1.2 Promote");
    expect([eventComment(skipped), eventComment(left)]).toEqual(["done already", ""]);
  });

  it("says when somebody used another door than the page", () => {
    expect(eventChannel(event({ channel: "web" }))).toBe("");
    expect(eventChannel(event({ channel: "api" }))).not.toBe("");
    expect(eventChannel(event({ channel: "api", actor: { id: "system", name: "x" } }))).toBe("");
  });
});

describe("refusals", () => {
  it("are said as they are meant for runs, others as everywhere", () => {
    const error = (code: string) => ({ code }) as ApiError;
    expect(refusalText(error("SECOND_PERSON_NEEDED"))).toContain("a second person must agree");
    expect(faultWords({ code: "NO_TARGETS", message: "x" })).toContain("no target");
    expect(faultWords({ code: "ELSE", message: "as noted" })).toBe("as noted");
  });
});
