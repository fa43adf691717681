import { describe, expect, it } from "vitest";
import { newNode } from "#shared/order/blank.ts";
import { newWork } from "#shared/order/engine/work.ts";
import { inversesOf, reversibleOf, type DoneWork } from "#shared/order/inverse.ts";
import type { NodeRecord } from "#shared/order/record.ts";
import { both } from "#shared/core/text.ts";

const traits = { isIdempotent: true, canCancel: false, canFind: false, isReversible: true };

function scaled(seq: number, deployments: string[], given: Partial<NodeRecord> = {}): NodeRecord {
  const place = { orderId: "ord_1", seq, label: String(seq), stepId: `s${seq}` };
  return newNode({
    ...place,
    name: both("Scale", "扩缩容"),
    action: "k8s.scale",
    traits: { ...traits, timeoutSeconds: 900 },
    parameters: { cluster: "main", namespace: "shop", deployments, replicas: 9 },
    targets: deployments,
    state: "succeeded",
    output: { targets: deployments, failed: 0 },
    finishedAt: `2026-03-02T08:00:0${seq}.000Z`,
    ...given,
  });
}

function work(seq: number, target: string, previousReplicas: number | null): DoneWork {
  const isDone = previousReplicas !== null;
  const output = isDone ? { previousReplicas, replicas: 9, readyReplicas: 9 } : null;
  return { ...newWork(0, target), seq, state: isDone ? "succeeded" : "failed", output };
}

const shown = (nodes: NodeRecord[], works: DoneWork[]) =>
  inversesOf(nodes, works).map(({ node, parameters }) => [
    node.seq,
    parameters["deployments"],
    parameters["replicas"],
  ]);

describe("what undoes a step that worked on targets", () => {
  it("brings each target back to what it was before, those that were alike together", () => {
    const works = [work(1, "a", 2), work(1, "b", 5), work(1, "c", 2), work(1, "d", 9)];
    // d was at 9 before: there is nothing to undo.
    expect(shown([scaled(1, ["a", "b", "c", "d"])], works)).toEqual([
      [1, ["a", "c"], 2],
      [1, ["b"], 5],
    ]);
  });

  it("touches only the targets that it was done to, though the step failed as a whole", () => {
    const node = scaled(1, ["a", "b"], { state: "failed", output: null });
    expect(shown([node], [work(1, "a", 2), work(1, "b", null)])).toEqual([[1, ["a"], 2]]);
    expect(reversibleOf([node], [work(1, "a", null)])).toEqual([]);
  });

  it("goes backwards: what was done last is undone first", () => {
    const works = [work(1, "a", 2), work(2, "a", 4)];
    expect(shown([scaled(1, ["a"]), scaled(2, ["a"])], works)).toEqual([
      [2, ["a"], 4],
      [1, ["a"], 2],
    ]);
  });

  it("is nothing for what somebody did by hand, or nobody can undo", () => {
    const fixed = { ...traits, isReversible: false, timeoutSeconds: 1 };
    expect(reversibleOf([scaled(1, ["a"], { traits: fixed })], [work(1, "a", 2)])).toEqual([]);
    const byHand = { endedBy: { id: "usr_dave", name: "Dave" }, targets: null };
    expect(reversibleOf([scaled(1, [], byHand)], [])).toEqual([]);
  });
});
