import type { Finding } from "#lib/template/finding.ts";
import { locale, t } from "#lib/i18n/i18n.svelte.ts";
import type { ChainNode } from "#shared/approval/chain.ts";
import type { Form } from "#shared/form/schema.ts";
import type { ChainEdit, EditPath } from "../edit.ts";
import { completeNodes } from "./complete.ts";
import { Directory } from "./directory.svelte.ts";
import { moveBy, moveTo, moveWay, removeWay } from "./edits.ts";
import { copyOf } from "./ids.ts";
import { findingsByNode } from "./node-findings.ts";
import { nodeName } from "./node-text.ts";
import { allStops, placeAfter, stopsOf, type Stop } from "./stops.ts";
import type { Tongue } from "./tongue.ts";
import { findNode, keyOf, valueAt, type PlacedNode } from "./tree.ts";

export type Given = {
  chain: ChainNode[];
  form: Form;
  findings: Finding[];
  selected: string | null;
  onselect: (id: string | null) => void;
  onedit: (edit: ChainEdit) => void;
  /** Everything is shown, nothing changed. */
  isReadOnly?: boolean;
};

/** The chain on the screen: what is drawn, what has the focus, and the deeds that mouse and keyboard share. */
export class Designer {
  readonly directory = new Directory();
  readonly #given: () => Given;
  readonly chain = $derived.by(() => completeNodes(this.#given().chain));
  readonly root = $derived.by(() => stopsOf(this.chain));
  readonly stops = $derived.by(() => allStops(this.root));
  readonly findings = $derived.by(() => findingsByNode(this.chain, this.#given().findings));
  readonly current = $derived.by(() => this.#stopAt(this.#focus) ?? this.stops[0]);
  #focus = $state("start");
  #wanted = "";
  #copied = $state.raw<ChainNode | null>(null);
  #said = $state("");

  constructor(given: () => Given) {
    this.#given = given;
  }

  get form(): Form {
    return this.#given().form;
  }
  get isReadOnly(): boolean {
    return this.#given().isReadOnly ?? false;
  }
  get selected(): PlacedNode | undefined {
    return findNode(this.chain, this.#given().selected);
  }
  get canPaste(): boolean {
    return this.#copied !== null;
  }
  /** What happened last, for those who hear the page. */
  get said(): string {
    return this.#said;
  }
  get tongue(): Tongue {
    const { directory } = this;
    const mine = locale();
    return {
      locale: mine,
      t,
      person: (email) => directory.person(email),
      role: (name) => directory.role(name, mine),
      calendar: (code) => directory.calendar(code, mine),
    };
  }

  #stopAt(key: string): Stop | undefined {
    return this.stops.find((stop) => stop.key === key);
  }

  select(id: string | null): void {
    this.#given().onselect(id);
  }

  edit(edit: ChainEdit): void {
    if (!this.isReadOnly) this.#given().onedit(edit);
  }

  /** Sets what is said, takes away what is not; nothing happens where nothing was said before either. */
  put(path: EditPath, value: unknown): void {
    if (value !== undefined) this.edit({ kind: "set", path, value });
    else if (valueAt(this.#given().chain, path) !== undefined) this.edit({ kind: "delete", path });
  }

  /** Brings the focus to a stop, as soon as it is drawn. */
  focus(key: string): void {
    this.#focus = key;
    this.#wanted = key;
    this.takeFocus();
  }

  /** The stop that has the focus anyway. */
  isAt(key: string): void {
    this.#focus = key;
  }

  takeFocus(): void {
    if (this.#wanted === "") return;
    const item = document.querySelector<HTMLElement>(`[data-stop="${this.#wanted}"]`);
    if (!item) return;
    this.#wanted = "";
    item.focus();
  }

  insert(place: EditPath, node: ChainNode): void {
    this.edit({ kind: "insert", path: place, value: node });
    this.#say("added", node);
    this.focus(keyOf(place));
    this.select(node.id);
  }

  /** Whether a node may be put there. */
  canMove(from: EditPath, place: EditPath): boolean {
    return moveTo(from, place) !== null;
  }

  move(stop: Stop, place: EditPath): void {
    const edit = moveTo(stop.path, place);
    if (edit && stop.node) this.#moved(edit, stop.node);
  }

  /** One step up or down among the siblings; ways change their order. */
  shift(stop: Stop, step: 1 | -1): void {
    if (stop.node) {
      const edit = moveBy(stop.path, step, stop.line.length - 1);
      if (edit?.kind === "move") this.#moved(edit, stop.node);
      else this.#said = t("templates.chain.said.stays");
    } else if (stop.way && stop.over?.node) {
      const edit = moveWay(stop.way, step, stop.over.node);
      if (edit?.kind !== "move") return;
      this.edit(edit);
      this.#said = t("templates.chain.said.wayMoved", { number: Number(edit.to.at(-1)) + 1 });
      this.focus(`${keyOf([...edit.to, "nodes"])}.`);
    }
  }

  #moved(edit: ChainEdit & { kind: "move" }, node: ChainNode): void {
    this.edit(edit);
    this.focus(keyOf(edit.to));
    this.#say("moved", node, Number(edit.to.at(-1)) + 1);
  }

  remove(stop: Stop): void {
    if (stop.node) {
      const next = stop.line[stop.at - 1];
      this.edit({ kind: "delete", path: stop.path });
      this.#say("removed", stop.node);
      if (this.#given().selected === stop.node.id) this.select(null);
      if (next) this.focus(next.key);
    } else if (stop.way && stop.over?.node) {
      const edit = removeWay(stop.way, stop.over.node);
      if (!edit) return;
      this.edit(edit);
      this.#said = t("templates.chain.said.wayRemoved");
      this.focus(stop.over.key);
    }
  }

  copy(stop: Stop): void {
    if (!stop.node) return;
    this.#copied = stop.node;
    this.#say("copied", stop.node);
  }

  paste(stop: Stop): void {
    if (this.#copied) this.insert(placeAfter(stop), copyOf(this.#copied, this.chain));
  }

  #say(deed: "added" | "moved" | "removed" | "copied", node: ChainNode, number = 0): void {
    this.#said = t(`templates.chain.said.${deed}`, { name: nodeName(node, this.tongue), number });
  }
}
