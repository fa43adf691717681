import { describe, expect, it } from "vitest";
import { modeText, timeLimitText, vetoText } from "#lib/designer/chain/ask-text.ts";
import { conditionText } from "#lib/designer/chain/condition-text.ts";
import { nodeLine, nodeMode, nodeName, wayText } from "#lib/designer/chain/node-text.ts";
import { durationText } from "#lib/designer/chain/tongue.ts";
import { waysOf } from "#lib/designer/chain/tree.ts";
import { whoText } from "#lib/designer/chain/who-text.ts";
import type { Approvers } from "#shared/approval/approvers.ts";
import type { Condition } from "#shared/core/condition.ts";
import { approveNode, branchNode, parallelNode, waitNode } from "#test/support/nodes.ts";
import { form, tongue } from "./tongues.ts";

const en = tongue("en");
const zh = tongue("zh-CN");

describe("conditions are said with the labels of fields and options", () => {
  const cases: [Condition, string, string][] = [
    [{ field: "kind", is: "travel" }, "Kind is Travel", "类别为“差旅”"],
    [{ field: "kind", isNot: "meal" }, "Kind is not Meal", "类别不为“餐饮”"],
    [{ field: "kind", in: ["travel", "meal"] }, "Kind is Travel or Meal", "类别为“差旅”或“餐饮”"],
    [{ field: "amount", atLeast: 5000 }, "Amount is at least 5,000", "金额不小于 5,000"],
    [{ field: "days", lessThan: 3.5 }, "Days is below 3.5 days", "天数小于 3.5 天"],
    [{ field: "urgent", is: true }, "Urgent is Yes", "加急为“是”"],
    [{ field: "standIn", filled: true }, "Stand-in is filled in", "交接人已填写"],
    [{ field: "standIn", filled: false }, "Stand-in is empty", "交接人为空"],
    [
      { field: "items.price.EUR", atLeast: 100 },
      "total of Price in Items (EUR) is at least 100",
      "明细的单价合计 (EUR)不小于 100",
    ],
    [{ field: "gone", is: "x" }, "gone is x", "gone为x"],
    [{ all: [] }, "no condition yet", "尚无条件"],
  ];
  it.each(cases)("%j", (condition, english, chinese) => {
    expect(conditionText(condition, form, en)).toBe(english);
    expect(conditionText(condition, form, zh)).toBe(chinese);
  });

  it("in brackets where “and” and “or” meet", () => {
    const kind = { field: "kind", is: "travel" };
    const large = { field: "amount", atLeast: 5 };
    const mixed = { all: [{ any: [kind, large] }, { not: kind }] };
    expect(conditionText(mixed, form, en)).toBe(
      "(Kind is Travel or Amount is at least 5) and not (Kind is Travel)",
    );
    expect(conditionText(mixed, form, zh)).toBe(
      "（类别为“差旅”，或金额不小于 5），且并非（类别为“差旅”）",
    );
    expect(conditionText({ all: [{ any: [kind, large] }] }, form, en)).toBe(
      "Kind is Travel or Amount is at least 5",
    );
  });
});

describe("who is asked", () => {
  const people = ["carol@demo.test", "b@x.y", "c@x.y", "d@x.y"];
  const cases: [Approvers, string, string][] = [
    [{ departmentLeader: { up: 0 } }, "leader of the department", "部门负责人"],
    [{ departmentLeader: { up: 1 } }, "leader of the department, 1 level up", "上 1 级部门负责人"],
    [{ role: "finance" }, "role Finance", "角色“财务”"],
    [{ role: "" }, "No role chosen yet", "尚未选择角色"],
    [{ users: people }, "Carol, b@x.y, and 2 others", "Carol、b@x.y和另外 2 人"],
    [{ users: [] }, "Nobody named yet", "尚未指定人员"],
    [{ field: "standIn" }, "the person in “Stand-in”", "“交接人”中的人员"],
    [{ choice: { atLeast: 1, atMost: 1 } }, "1 person the requester picks", "申请人自选 1 人"],
    [
      { choice: { atLeast: 1, atMost: 2, from: [{ role: "finance" }] } },
      "1–2 the requester picks of: role Finance",
      "申请人从角色“财务”中选 1–2 人",
    ],
    [
      { resolver: { url: "https://hr.example.com/who", timeoutSeconds: 5 } },
      "whom hr.example.com names",
      "由 hr.example.com 给出",
    ],
  ];
  it.each(cases)("%j", (who, english, chinese) => {
    expect(whoText([who], form, en)).toBe(english);
    expect(whoText([who], form, zh)).toBe(chinese);
  });
});

describe("how those asked decide", () => {
  it("is said only where there may be several", () => {
    const leader = approveNode("a", { who: [{ departmentLeader: { up: 0 } }], mode: "all" });
    const role = approveNode("a", { mode: "all" });
    expect([nodeMode(leader, en), nodeMode(role, en), nodeMode(role, zh)]).toEqual([
      null,
      "All of them",
      "会签",
    ]);
  });

  it("counts votes in numbers or percent", () => {
    expect(modeText({ mode: "votes", votes: { atLeast: 2 } }, en)).toBe("2 votes");
    expect(modeText({ mode: "votes", votes: { percent: 60 } }, zh)).toBe("票签：60% 通过");
  });

  it("tells what one refusal does, as the engine counts it", () => {
    const votes = { mode: "votes", votes: { atLeast: 2 } } as const;
    expect(vetoText({ mode: "all" }, en)).toBe("One veto ends the request.");
    expect(vetoText({ mode: "any", ifVeto: "end" }, zh)).toBe("一人否决，申请即被否决。");
    expect(vetoText(votes, en)).toContain("once 2 votes can no longer be reached");
    expect(vetoText({ ...votes, ifVeto: "end" }, en)).toBe("One veto ends the request.");
    expect(vetoText({ mode: "any", ifVeto: "count" }, en)).toContain("nobody is left");
  });
});

describe("times", () => {
  it("are told in days, hours and minutes", () => {
    expect(durationText(en, 1440)).toBe("1 day");
    expect(durationText(en, 3030)).toBe("2 days 2 hours 30 minutes");
    expect(durationText(zh, 90)).toBe("1小时30分钟");
  });

  it("know no days in working time, for a working day is shorter", () => {
    const limit = {
      minutes: 1440,
      calendar: "office",
      remindAt: 0.5,
      onTimeout: "approve",
    } as const;
    expect(timeLimitText(limit, form, en)).toBe(
      "Within 24 hours of working time (Office hours), with a reminder after 12 hours; then it counts as approved.",
    );
    expect(timeLimitText(limit, form, zh)).toBe(
      "限时24小时工作时间（办公时间），12小时后提醒，超时后视为通过。",
    );
  });

  it("say to whom it goes", () => {
    const transferTo = [{ role: "finance" }];
    const limit = { minutes: 60, onTimeout: "transfer", transferTo } as const;
    expect(timeLimitText({ ...limit, transferTo }, form, en)).toBe(
      "Within 1 hour; then it goes to role Finance.",
    );
  });
});

describe("nodes and ways", () => {
  it("go by their other name or their id where this language has none", () => {
    const node = approveNode("boss");
    expect(nodeName({ ...node, name: { en: "Boss", "zh-CN": "" } }, zh)).toBe("Boss");
    expect(nodeName({ ...node, name: { en: "", "zh-CN": "" } }, zh)).toBe("boss");
  });

  it("say what they do", () => {
    expect(nodeLine(approveNode("a"), form, en)).toBe("Role x");
    expect(nodeLine(waitNode("w", 90), form, en)).toBe("Rests for 1 hour 30 minutes");
    expect(nodeLine({ ...waitNode("w", 1), until: "start" } as never, form, zh)).toBe(
      "等到“开始时间”",
    );
  });

  it("say when a way is taken", () => {
    const branch = branchNode("b", 5, []);
    const limit = { minutes: 60, onTimeout: "branch", otherwise: [approveNode("z")] };
    const timed = approveNode("a", { timeLimit: limit });
    const parallel = parallelNode("p", [approveNode("x")], [approveNode("y")]);
    const texts = [branch, timed, parallel].flatMap((node) =>
      waysOf(node, [0]).map((way) => wayText(way, node, form, en)),
    );
    expect(texts).toEqual([
      "Amount is at least 5",
      "Otherwise",
      "No answer within 1 hour",
      "Way 1",
      "Way 2",
    ]);
  });
});
