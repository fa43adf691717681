import { Piece } from "./piece.ts";
import type { End, Site } from "./wait.ts";
import type { Part, Sight, Step } from "./plan.ts";

/** A step of an order, or the head of a part, with what it has come to so far. */

export type StageState =
  "pending" | "waiting_params" | "waiting_confirm" | "running" | "skipped" | "not_run" | End;

export type Failure = Exclude<End, "succeeded">;

const worst: Failure[] = ["unknown", "timed_out", "failed", "cancelled"];

function share(part: number | string, all: number): number {
  return typeof part === "number" ? part : Math.floor((Number.parseInt(part, 10) * all) / 100);
}

export class Stage {
  readonly seq: number;
  /** Null: the head of a part. */
  readonly step: Step | null;
  readonly part: Part | null;
  state: StageState = "pending";
  hasBegun = false;
  isByHand = false;
  isForced: boolean;
  /** What was seen by whom; null: nobody has said yes to what comes next. */
  word: { version: string; by: string | null } | null = null;
  askedFor = "";
  batchEnd = 1;
  pauseUntil: number | null = null;
  pieces: Piece[] = [];
  skipAskedBy: string | null = null;
  /** Its first calls are told with its beginning. */
  isFresh = false;

  constructor(seq: number, what: { step: Step } | { part: Part }) {
    this.seq = seq;
    this.step = "step" in what ? what.step : null;
    this.part = "part" in what ? what.part : null;
    this.isForced = this.part?.isForced ?? false;
  }

  get strategy() {
    return this.step?.strategy ?? null;
  }

  begin({ targets }: Sight, site: Site): void {
    [this.state, this.hasBegun, this.isFresh] = ["running", true, true];
    this.pieces = (targets ?? [null]).map(() => new Piece(site));
    this.batchEnd = this.#batch();
    if (targets === null) this.batchEnd = 1;
  }

  #batch(): number {
    return Math.max(1, share(this.strategy?.batchSize ?? "100%", this.#all()));
  }

  #all(): number {
    return this.step?.targets === null ? 1 : this.pieces.length;
  }

  running(): Piece[] {
    return this.pieces.filter((piece) => piece.isRunning());
  }

  failures(): Piece[] {
    return this.pieces.filter((piece) => (piece.end() ?? "succeeded") !== "succeeded");
  }

  hasLeft(): boolean {
    return this.pieces.some(({ wait }) => wait.for === "turn");
  }

  isTooMuch(): boolean {
    const failures = this.failures();
    const may = this.step?.targets === null ? 0 : share(this.strategy?.maxErrors ?? 0, this.#all());
    return failures.length > may || failures.some((piece) => piece.end() === "unknown");
  }

  worst(): Failure {
    const ends = new Set(this.pieces.map((piece) => piece.end()));
    return worst.find((end) => ends.has(end)) ?? "failed";
  }

  isBatchOver(): boolean {
    return this.pieces.slice(0, this.batchEnd).every(({ wait }) => wait.for === "nothing");
  }

  /** The next batch: after a pause, or after a word of its own. */
  nextBatch(now: number): void {
    this.batchEnd += this.#batch();
    const { confirmBatches = false, batchPauseSeconds = 0 } = this.strategy ?? {};
    if (confirmBatches) this.word = null;
    const isPause = !confirmBatches && batchPauseSeconds > 0;
    this.pauseUntil = isPause ? now + batchPauseSeconds * 1000 : null;
  }

  needsBatchWord(): boolean {
    const isFirst = this.batchEnd <= this.#batch();
    return this.strategy?.confirmBatches === true && !isFirst && this.word === null;
  }

  /** Pieces whose turn may come, and how many at once. */
  beginners(now: number): { pieces: Piece[]; room: number } {
    const room = Math.max(0, (this.strategy?.concurrency ?? 1) - this.running().length);
    const isShut = this.isTooMuch() || this.needsBatchWord();
    const isPause = this.pauseUntil !== null && this.pauseUntil > now;
    if (this.state !== "running" || room === 0 || isShut || isPause) return { pieces: [], room };
    const pieces = this.pieces.slice(0, this.batchEnd).filter(({ wait }) => wait.for === "turn");
    return { pieces, room };
  }
}
