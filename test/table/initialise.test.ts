import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { auditWrite } from "#shared/audit/write.ts";
import { AuditEntity } from "#shared/audit/entity.ts";
import { systemCtx } from "#shared/core/ctx.ts";
import { both } from "#shared/core/text.ts";
import type { InitRun, Release, SharedTask } from "#shared/setting/init-record.ts";
import { findRuns } from "#shared/setting/init-store.ts";
import { initialise, runTask } from "#shared/setting/initialise.ts";
import { getSetting } from "#shared/setting/list.ts";
import { updateSetting } from "#shared/setting/update.ts";
import { commit } from "#shared/table/commit.ts";
import { here } from "#shared/table/model.ts";
import { ownTable } from "#test/support/own-table.ts";

let engine: { stop: () => Promise<void> };
beforeAll(async () => {
  engine = await ownTable();
});
afterEach(() => vi.useRealTimers());
afterAll(() => engine.stop());

const now = () => new Date().toISOString();
const release = (order: number): Release => ({ id: `r${order}`, order });
const done = { checksum: "same", changed: 1 };

let made = 0;
type Given = { run: (run: InitRun) => Promise<typeof done>; strategy?: SharedTask["strategy"] };
function taskOf({ run, strategy = "once_per_deployment" }: Given): SharedTask {
  const code = `task-${(made += 1)}`;
  return { code, name: both(code, code), strategy, kind: "reconcile", run };
}

/** Runs one task as a deployment would. */
async function deploy(task: SharedTask, order: number): Promise<string | undefined> {
  return (await initialise({ release: release(order), now }, [task]))[task.code];
}
const byHand = (task: SharedTask, order: number) =>
  runTask(systemCtx("test", now()), task, { release: release(order), now, isForced: true });
const rowOf = async (task: SharedTask) => (await findRuns([task.code])).get(task.code);

/** A run that goes on until it is told how it ends. */
function openEnded() {
  let end: (() => void) | undefined;
  const begun = Promise.withResolvers<InitRun>();
  const run = async (given: InitRun) => {
    begun.resolve(given);
    await new Promise<void>((resolve) => (end = resolve));
    return done;
  };
  return { run, begun: begun.promise, end: () => end?.() };
}

/** Lets the lease of a silent runner run out. */
function passLease(): void {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 21_000 });
}

describe("a task", () => {
  it("is run by exactly one of many who start at once", async () => {
    const run = vi.fn(async () => done);
    const task = taskOf({ run });
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => deploy(task, 1)));
    expect(outcomes.filter((outcome) => outcome === "done")).toHaveLength(1);
    expect(new Set(outcomes)).toEqual(new Set(["done", "skipped"]));
    expect(run).toHaveBeenCalledTimes(1);
    expect(await rowOf(task)).toMatchObject({ state: "done", releaseId: "r1", ...done });
    const { data } = await AuditEntity.query
      .audit({ subjectId: `initialisation:${task.code}` })
      .go(here());
    expect(data.map(({ action }) => action)).toEqual(["initialisation.done"]);
  });

  it("of every deployment runs once in each; once for ever, only in the first", async () => {
    const counts = { once_per_deployment: 0, once_ever: 0 };
    for (const strategy of ["once_per_deployment", "once_ever"] as const) {
      const run = async () => {
        counts[strategy] += 1;
        return done;
      };
      const task = taskOf({ strategy, run });
      for (const order of [1, 1, 2, 3, 3]) await deploy(task, order);
    }
    expect(counts).toEqual({ once_per_deployment: 3, once_ever: 1 });
  });

  it("of an older release does not undo what a newer one did", async () => {
    const releases: string[] = [];
    const run = async ({ release: { id } }: InitRun) => {
      releases.push(id);
      return done;
    };
    const task = taskOf({ run });
    await deploy(task, 2);
    expect([await deploy(task, 1), await byHand(task, 1)]).toEqual(["skipped", "skipped"]);
    expect(releases).toEqual(["r2"]);
    expect(await rowOf(task)).toMatchObject({ releaseId: "r2" });
  });

  it("of a newer release waits for the older one that is still at it, and comes after it", async () => {
    const told: string[] = [];
    const older = openEnded();
    const task = taskOf({
      run: async (run) => {
        if (run.release.order === 1) await older.run(run);
        told.push(run.release.id);
        return done;
      },
    });
    const first = deploy(task, 1);
    await older.begun;
    const second = deploy(task, 2);
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(told).toEqual([]);
    older.end();
    expect([await first, await second]).toEqual(["done", "done"]);
    expect(told).toEqual(["r1", "r2"]);
  });
});

describe("a runner that dies in the middle", () => {
  it("is replaced when its lease is over, not before, and then has lost the task", async () => {
    const dead = openEnded();
    let runs = 0;
    const task = taskOf({
      run: async (run) => {
        runs += 1;
        return runs === 1 ? dead.run(run) : done;
      },
    });
    const first = deploy(task, 1);
    await dead.begun;
    expect(await deploy(task, 1)).toBe("skipped");
    passLease();
    expect(await deploy(task, 1)).toBe("done");
    vi.useRealTimers();
    const row = await rowOf(task);
    // It was only believed dead, and now says that it is done: too late.
    dead.end();
    expect(await first).toBe("lost");
    expect(await rowOf(task)).toEqual(row);
    expect(runs).toBe(2);
  });

  it("cannot write any more behind the back of the one that replaced it", async () => {
    const dead = openEnded();
    const write = ({ ctx, fence, release: { id } }: InitRun) =>
      commit(ctx, {
        audit: [auditWrite(ctx, `test.${id}`, "fenced", {})],
        writes: [fence()],
        ref: "",
      });
    let zombie: InitRun | undefined;
    const task = taskOf({
      run: async (run) => {
        if (run.release.order === 2) await write(run);
        else {
          zombie = run;
          await write(run);
          await dead.run(run);
        }
        return done;
      },
    });
    const first = deploy(task, 1);
    await dead.begun;
    passLease();
    expect(await deploy(task, 2)).toBe("done");
    vi.useRealTimers();
    await expect(zombie && write(zombie)).rejects.toMatchObject({ code: "CONFLICT" });
    dead.end();
    expect(await first).toBe("lost");
    const { data } = await AuditEntity.query.audit({ subjectId: "fenced" }).go(here());
    expect(data.map(({ action }) => action)).toEqual(["test.r1", "test.r2"]);
  });
});

describe("a task that fails", () => {
  it("says why, is left alone by its release, and run again by hand or by the next one", async () => {
    let isWell = false;
    const task = taskOf({
      run: async () => {
        if (!isWell) throw new TypeError("no such table");
        return done;
      },
    });
    expect(await deploy(task, 1)).toBe("failed");
    expect(await rowOf(task)).toMatchObject({ state: "failed", error: "TypeError: no such table" });
    expect(await deploy(task, 1)).toBe("skipped");
    expect(await byHand(task, 1)).toBe("failed");
    expect(await deploy(task, 2)).toBe("failed");
    isWell = true;
    expect(await byHand(task, 2)).toBe("done");
    expect(await rowOf(task)).toMatchObject({ state: "done", error: null, releaseId: "r2" });
    expect(await byHand(task, 2)).toBe("skipped");
  });

  it("does not keep the others from running", async () => {
    const broken = taskOf({ run: () => Promise.reject(new Error("broken")) });
    const well = taskOf({ run: async () => done });
    expect(await initialise({ release: release(1), now }, [broken, well])).toEqual({
      [broken.code]: "failed",
      [well.code]: "done",
    });
  });
});

describe("the product's own tasks", () => {
  const ctx = systemCtx("test", now());

  it("write down defaults once, and keep what people have set in later deployments", async () => {
    const value = { planTriggers: false };
    await updateSetting(ctx, { group: "features", version: 0, value });
    expect(await initialise({ release: release(1), now })).toEqual({
      settings: "done",
      switches: "done",
      catalogue: "done",
    });
    expect((await findRuns(["settings", "switches"])).get("switches")?.changed).toBe(0);
    expect((await findRuns(["settings", "switches"])).get("settings")?.changed).toBe(6);
    const platform = { mostAutomaticRuns: 9 };
    await updateSetting(ctx, { group: "platform", version: 1, value: platform });
    expect(await initialise({ release: release(2), now })).toEqual({
      settings: "done",
      switches: "done",
      catalogue: "done",
    });
    expect(await getSetting(ctx, "platform")).toMatchObject({ version: 2, value: platform });
    expect(await getSetting(ctx, "features")).toMatchObject({ version: 1, value });
    expect(await getSetting(ctx, "aws")).toMatchObject({
      version: 1,
      updatedBy: null,
      isSet: false,
    });
  });
});
