import { describe, expect, it } from "vitest";
import { isOpen, nodeBar, runBar, type Bar } from "#lib/order/deeds.ts";
import { hindranceOf } from "../../../web/src/routes/(app)/plans/[id]/start/hindrance.ts";
import { dave, nodeView, orderView } from "#test/support/order-view.ts";

/** `beside [primary] | more`. */
function drawn({ shown, hasPrimary, more }: Bar): string {
  const names = shown.map(({ wish }) => wish.deed);
  const last = hasPrimary ? `[${names.pop()}]` : "";
  return `${[...names, last].filter(Boolean).join(" ")} | ${more.map(({ wish }) => wish.deed).join(" ")}`;
}

const run = (may: Parameters<typeof orderView>[0], node: Parameters<typeof nodeView>[0]) =>
  orderView({ ...may, nodes: [nodeView(node)], done: 0 });

describe("what may be done with a run", () => {
  it.each([
    ["pause", run({ may: ["cancel", "pause"] }, { seq: 1, state: "running" }), "pause | cancel"],
    [
      "confirm before pause",
      run({ may: ["pause", "cancel"] }, { seq: 1, may: ["decline", "confirm"] }),
      "decline [confirm] | pause cancel",
    ],
    [
      "retry beside skip",
      run({ may: ["cancel"] }, { seq: 1, state: "failed", may: ["skip", "complete", "retry"] }),
      "skip [retry] | complete cancel",
    ],
    [
      "clear up before anything else",
      run({ may: ["cancel"] }, { seq: 1, state: "unknown", may: ["retry", "complete", "fail"] }),
      "[settle] | retry complete fail cancel",
    ],
    [
      "approve beside reject",
      run({ may: ["reject", "approve"] }, { seq: 1 }),
      "reject [approve] | ",
    ],
    ["roll back without haste", run({ may: ["rollback"] }, { seq: 1 }), "rollback | "],
    ["only what is grave", run({ may: ["cancel"] }, { seq: 1 }), " | cancel"],
    ["nothing", run({ may: [] }, { seq: 1 }), " | "],
  ])("%s", (_what, order, bar) => {
    expect(drawn(runBar(order))).toBe(bar);
  });

  it("includes forcing a part before its turn", () => {
    const group = nodeView({ seq: 2, kind: "group", may: ["force"] });
    const order = orderView({ nodes: [nodeView({ seq: 1 }), group], may: ["pause"] });
    expect(drawn(runBar(order))).toBe("pause | force");
    expect(runBar(order).more[0]).toMatchObject({ wish: { seq: 2 }, isDangerous: true });
    expect(drawn(nodeBar(group))).toBe(" | force");
  });

  it("is shut as soon as the run has moved on", () => {
    const order = run({ may: ["cancel"] }, { seq: 1, state: "failed", may: ["retry"] });
    expect(isOpen(order, { deed: "retry", seq: 1 })).toBe(true);
    expect(isOpen(order, { deed: "settle", seq: 1 })).toBe(false);
    expect(isOpen(order, { deed: "retry", seq: 9 })).toBe(false);
    expect(isOpen(order, { deed: "pause" })).toBe(false);
  });
});

describe("why a plan can't be started now", () => {
  const holder = {
    id: "ord_1",
    name: { en: "a", "zh-CN": "a" },
    state: "running",
    requester: dave,
  } as const;
  const held = { broken: [], lock: { key: "shop", holder, freeAt: null } };
  const warm = {
    broken: [],
    lock: { key: "shop", holder: null, freeAt: "2026-11-26T09:00:00.000Z" },
  };
  const kind = (
    of: Parameters<typeof hindranceOf>[0],
    mode: "run" | "drill" | "dry_run",
    isBreakGlass = false,
  ) => hindranceOf(of, { mode, isBreakGlass })?.kind ?? "none";

  it("another run holds the key, whoever asks; a rehearsal needs no key", () => {
    expect(kind(held, "run")).toBe("held");
    expect(kind(held, "run", true)).toBe("held");
    expect(kind(held, "drill")).toBe("held");
    expect(kind(held, "dry_run")).toBe("none");
  });

  it("it cools down, but for drills and behind broken glass", () => {
    expect(kind(warm, "run")).toBe("cooling");
    expect(kind(warm, "drill")).toBe("none");
    expect(kind(warm, "run", true)).toBe("none");
  });

  it("its actions can't work: then nothing of it can", () => {
    const broken = [{ stepId: "a", action: "k8s.scale", setting: "kubernetes" }];
    expect(kind({ ...held, broken }, "dry_run")).toBe("broken");
  });
});
