import type { Outcome } from "#shared/action/driver.ts";
import { isEnded } from "#shared/order/engine/frame.ts";
import type { Change } from "#shared/order/engine/move.ts";
import { hasFailed, runningOf } from "#shared/order/engine/work.ts";
import type { Frame } from "#shared/order/engine/frame.ts";
import type { NodeRecord, Work } from "#shared/order/record.ts";
import { EndState, NodeState, OrderState } from "#shared/order/schema.ts";
import type { Deed } from "#test/support/order-model/model.ts";
import type { Plan } from "#test/support/order-model/plan.ts";
import { KeyLaws } from "./key-laws.ts";
import type { OrderTable } from "./table.ts";

/** What holds of every order after every step, whatever the model says (engine/LAWS.md). */

const attention = new Set(["waiting_params", "pending_approval", "waiting_confirm", "paused"]);
const orderStates = new Set<string>(OrderState.options);
const nodeStates = new Set<string>(NodeState.options);
const ends = new Set<string>(EndState.options);
/** DynamoDB's limit of a transaction, less what verbs add: key, lock, task, retry key, questions. */
const mostWrites = 92;

export class Laws {
  readonly #table: OrderTable;
  readonly #plan: Plan;
  readonly #broken: (law: string) => void;
  readonly #keys: KeyLaws;
  /** What was seen at the last confirmation, by node; and how many batches have had a word. */
  readonly #confirmed = new Map<number, string>();
  readonly #batchWords = new Map<number, number>();
  readonly #retried = new Set<number>();
  /** Time in which it was not people who were waited for. */
  #activeMs = 0;
  #atMs = 0;
  #isBackTwice = false;
  #undone: number[] = [];

  constructor(table: OrderTable, plan: Plan, broken: (law: string) => void) {
    this.#table = table;
    this.#plan = plan;
    this.#broken = broken;
    this.#keys = new KeyLaws(table, broken);
  }

  called(works: Work[]): void {
    if (works.length === 0) return;
    const node = this.#node();
    if (isEnded(this.#table.order)) this.#broken("an ended order calls");
    for (const work of works) {
      this.#keys.called(node, work);
      if (work.call === "start") this.#started(node, work);
    }
  }

  #node(): NodeRecord {
    const node = this.#table.nodes.get(this.#table.order.at);
    if (node === undefined) throw new Error("no node is at its turn");
    return node;
  }

  #started(node: NodeRecord, work: Work): void {
    const { order } = this.#table;
    if (order.ending !== null || order.isPausing)
      this.#broken("something begins after a stop or a pause");
    const { strategy, targets, seq } = node;
    const running = runningOf(this.#table.works(seq));
    if (running.length > strategy.concurrency) this.#broken(`${running.length} at once`);
    const size = Math.max(1, part(strategy.batchSize, targets?.length ?? 1));
    const batch = Math.floor(work.index / size);
    const open = this.#table
      .works(seq)
      .filter(
        ({ index, state }) => index < batch * size && (state === "pending" || state === "running"),
      );
    // What an earlier batch left failed is run again beside the one that is under way.
    if (open.length > 0 && !this.#retried.has(seq))
      this.#broken("a batch begins before the one before is over");
    const words = this.#batchWords.get(seq) ?? 0;
    if (strategy.confirmBatches && batch > words) this.#broken("a batch begins without its word");
  }

  heard(asked: { seq: number; index: number; key: number; what: string }, outcome: Outcome): void {
    this.#keys.heard(asked, outcome);
  }

  deed({ node }: Frame, deed: Deed, by: string): void {
    if (deed.do === "confirm" && node !== null) this.#confirm(node, deed.version);
    if (deed.do === "fail" && node !== null) this.#keys.found(node);
    if (deed.do === "retry" && node !== null) {
      this.#keys.wished(node, deed.key);
      this.#retried.add(node.seq);
    }
    if (deed.do === "back") {
      if (this.#isBackTwice) this.#broken("it turns back twice");
      this.#isBackTwice = true;
    }
    if (by === "") this.#broken("nobody did it");
  }

  #confirm({ seq, startedAt }: NodeRecord, version: string): void {
    if (startedAt === null) this.#confirmed.set(seq, version);
  }

  changed(before: Frame, change: Change, cause: string, nowMs: number): void {
    const { frame, nodes, works, events } = change;
    this.#clock(before, nowMs);
    const writes = 1 + nodes.length + works.length + events.length;
    if (writes > mostWrites) this.#broken(`${writes} writes`);
    const isQuiet = ["settle", "report", "continue", "advance", "claim"].includes(cause);
    const isOther = before.order.state !== frame.order.state;
    if (events.length === 0 && (isOther || !isQuiet)) this.#broken(`${cause} leaves no trace`);
    this.#isWritten(frame);
    if (ends.has(before.order.state) && frame.order.state !== before.order.state) {
      if (frame.order.state !== "rolling_back") this.#broken("an end is not the end");
      this.#undone = [];
    }
    for (const { type, seq } of events) this.#event(type, seq);
    this.#begun(before, frame);
    for (const work of works) if (cause !== "fail") this.#keys.ended(frame.node?.seq ?? 0, work);
  }

  /** Everything that is different is written. */
  #isWritten({ order, node, group, works }: Frame): void {
    const stored = this.#table.frame();
    const { version, knocks } = stored.order;
    if (!isSame({ ...order, version, knocks }, stored.order))
      this.#broken("the order is not written");
    if (node?.seq !== order.at) return;
    if (!isSame(node, stored.node)) this.#broken(`node ${node.seq} is not written`);
    if (!isSame(group, stored.group)) this.#broken("the group is not written");
    const isEach = works.every((work, index) => isSame(work, stored.works[index]));
    if (!isEach || works.length !== stored.works.length) this.#broken("work is not written");
  }

  #event(type: string, seq: number | null): void {
    if (type === "node.unknown" && !["paused"].includes(this.#table.order.state)) {
      const isOver = isEnded(this.#table.order);
      if (!isOver) this.#broken("something of unknown end, and the order goes on");
    }
    // By somebody, or by nobody when the step says so: each batch has one of its own.
    const hasBegun = this.#table.nodes.get(seq ?? 0)?.startedAt !== null;
    if (type === "node.confirmed" && hasBegun) {
      this.#batchWords.set(seq ?? 0, (this.#batchWords.get(seq ?? 0) ?? 0) + 1);
    }
    if (type === "node.started" && seq !== null) this.#inOrder(seq);
  }

  /** One node after the other, on the way back what was done last first. */
  #inOrder(seq: number): void {
    for (const node of this.#table.nodes.values()) {
      const isBefore = node.seq < seq && node.kind !== "group";
      const isSameWay = (node.kind === "rollback") === (this.#table.order.direction === "back");
      if (isBefore && isSameWay && (node.state === "pending" || node.state === "running")) {
        this.#broken(`node ${seq} begins before ${node.seq} is over`);
      }
    }
    const { undoes } = this.#table.nodes.get(seq) ?? { undoes: null };
    if (undoes === null) return;
    const last = this.#undone.at(-1) ?? Infinity;
    if (undoes >= last) this.#broken("undone out of order");
    const undone = this.#table.nodes.get(undoes);
    if (undone?.state !== "succeeded" || undone.endedBy !== null)
      this.#broken("undoes what was not done");
    this.#undone.push(undoes);
  }

  /** What was confirmed is what runs. */
  #begun(before: Frame, { node, order }: Frame): void {
    const hasBegun = node !== null && node.traits !== null && before.node?.traits === null;
    if (!hasBegun || before.node?.seq !== node.seq) return;
    const seen = this.#confirmed.get(node.seq);
    const outlook = this.#table.outlook(node.seq);
    const runs = JSON.stringify(outlook?.parameters) === JSON.stringify(node.parameters);
    if (!runs) this.#broken("it runs with something else than was looked up");
    const isAlone = node.confirmedBy === null && node.confirmedAt !== null;
    if (seen !== undefined && !isAlone && outlook?.hash !== seen)
      this.#broken("it runs what nobody saw");
    const needsWord = node.strategy.preConfirm || outlook?.missing.length !== 0;
    if (needsWord && node.confirmedAt === null && order.direction === "forward") {
      this.#broken("it runs without a word");
    }
  }

  /** Time that counts goes by only while nobody is waited for. */
  #clock({ order }: Frame, nowMs: number): void {
    const counts = order.startedAt !== null && !isEnded(order) && order.restsFrom === null;
    if (counts) this.#activeMs += nowMs - this.#atMs;
    this.#atMs = nowMs;
    const { state, ending } = this.#table.order;
    if (state === "rolling_back" && order.state !== "rolling_back" && ends.has(order.state)) {
      this.#activeMs = 0;
    }
    const isTimedOut = state === "timed_out" || ending?.as === "timed_out";
    const hasParts = this.#plan.items.some((item) => "steps" in item && item.timeoutSeconds > 0);
    const limitMs = this.#plan.timeoutSeconds * 1000;
    if (isTimedOut && !hasParts && this.#activeMs < limitMs) this.#broken("timed out too early");
  }

  /** After everything has been done that was to be done at this moment. */
  atRest(nowMs: number): void {
    const { order, nodes } = this.#table;
    this.#clock(this.#table.frame(), nowMs);
    if (!orderStates.has(order.state)) this.#broken(`order ${order.state}`);
    for (const node of nodes.values()) {
      if (!nodeStates.has(node.state)) this.#broken(`node ${node.state}`);
      this.#running(node);
      this.#verdict(node);
    }
    const isWaiting = order.wakeAt !== null || attention.has(order.state);
    if (!isEnded(order) && !isWaiting) this.#broken("a live order waits for nothing");
    const isMoving = ["running", "rolling_back"].includes(order.state);
    const isOver = this.#activeMs >= this.#plan.timeoutSeconds * 1000;
    if (isMoving && order.restsFrom === null && isOver) this.#broken("it runs on after its time");
    if (order.state === "succeeded") this.#success();
    if (order.state === "rolled_back" && order.failures > 0)
      this.#broken("rolled back with failures");
  }

  #running({ seq, state }: NodeRecord): void {
    const { order } = this.#table;
    const running = runningOf(this.#table.works(seq));
    if (running.length === 0) return;
    if (isEnded(order)) this.#broken("an ended order has running work");
    if (order.at !== seq || state !== "running")
      this.#broken("work runs beside the node at its turn");
    if (order.state === "paused" || order.state === "waiting_confirm")
      this.#broken("work runs at rest");
  }

  #verdict({ seq, state, strategy, targets, endedBy }: NodeRecord): void {
    if (state !== "succeeded" || endedBy !== null) return;
    const works = this.#table.works(seq);
    const failed = works.filter(hasFailed);
    const most = targets === null ? 0 : part(strategy.maxErrors, targets.length);
    if (failed.length > most) this.#broken(`succeeded with ${failed.length} failures`);
    if (failed.some((work) => work.state === "unknown")) this.#broken("succeeded, of unknown end");
    if (works.some((work) => work.state === "pending"))
      this.#broken("succeeded with something left");
  }

  #success(): void {
    for (const node of this.#table.nodes.values()) {
      const isFine = node.state === "succeeded" || node.reason === "forced";
      if (!isFine) this.#broken(`succeeded, but node ${node.seq} is ${node.state}`);
      const isByHand = node.endedBy !== null;
      const failed = this.#table.works(node.seq).filter(hasFailed);
      if (failed.length > 0 && !isByHand) this.#broken("succeeded with failures");
    }
  }
}

/** Of the same values, one level deep; what lies deeper is the same thing. */
function isSame(a: object | null, b: object | null | undefined): boolean {
  if (a === b) return true;
  if (!a || !b) return false;
  const other = new Map(Object.entries(b));
  return Object.entries(a).every(
    ([key, value]) =>
      other.get(key) === value || JSON.stringify(other.get(key)) === JSON.stringify(value),
  );
}

function part(of: number | string, all: number): number {
  return typeof of === "number" ? of : Math.floor((Number.parseInt(of, 10) * all) / 100);
}
