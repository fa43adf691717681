import { api } from "#lib/api/client.ts";
import { asApiError, type ApiError } from "#lib/api/error.ts";
import { checkFields } from "#lib/components/fields/check.ts";
import { faultText } from "#lib/components/fields/fault-text.ts";
import {
  fieldId,
  issuesBelow,
  placedIssues,
  placeOf,
  viewAt,
  withoutFaults,
} from "#lib/components/fields/faults.ts";
import type { Values } from "#lib/components/fields/values.ts";
import { merged } from "#lib/config/merge.ts";
import { inMine } from "#lib/i18n/i18n.svelte.ts";
import type { Issue } from "#shared/core/error.ts";
import { changesBetween } from "#shared/setting/changes.ts";
import { changeWords } from "#shared/setting/place-words.ts";
import type { SettingView } from "#shared/setting/schema.ts";

/** A fault at its field, and as the summary lists it. */
type Told = { issue: Issue; fault: { id?: string; text: string } };

/** A group of settings being changed. Lives as long as the pages of settings, whichever group is shown. */
export class SettingDraft {
  #view = $state.raw() as SettingView;
  value = $state.raw<Values>({});
  #told = $state.raw<Told[]>([]);
  failure = $state.raw<ApiError | null>(null);
  /** What somebody else has saved while this was being changed. */
  conflict = $state.raw<SettingView | null>(null);
  isBusy = $state(false);

  readonly changes = $derived(this.changesFrom(this.value));
  readonly isDirty = $derived(this.changes.length > 0);
  readonly issues = $derived(this.#told.map(({ issue }) => issue));
  readonly faults = $derived(this.#told.map(({ fault }) => fault));

  constructor(view: SettingView) {
    this.#view = view;
    this.value = view.value;
  }

  get view(): SettingView {
    return this.#view;
  }

  /** Beginning of the ids of its controls. */
  get prefix(): string {
    return `setting-${this.#view.group}`;
  }

  /** What a value changes of what is saved, in words. */
  changesFrom(value: Values) {
    const { fields, value: saved } = this.#view;
    return changesBetween(saved, value).map((change) => ({
      ...change,
      where: changeWords(fields, change),
    }));
  }

  /** In the words of the moment: what is typed afterwards does not change them. */
  #tell(issues: readonly Issue[]): void {
    const { fields } = this.#view;
    this.#told = issues.map((issue) => {
      const { path, code } = issue;
      const text = faultText(viewAt(fields, path), code);
      if (path === "") return { issue, fault: { text } };
      const place = inMine(placeOf(fields, this.value, path));
      return { issue, fault: { id: fieldId(this.prefix, path), text: `${place}: ${text}` } };
    });
  }

  change(value: Values, path: string): void {
    this.value = value;
    this.failure = null;
    const left = withoutFaults(this.issues, path);
    if (left.length < this.#told.length) {
      this.#told = this.#told.filter(({ issue }) => left.includes(issue));
    }
  }

  /** Another value as a whole: an earlier version, or what came of a conflict. */
  put(value: Values): void {
    this.value = value;
    this.#told = [];
    this.failure = null;
  }

  discard(): void {
    this.put(this.#view.value);
  }

  #take(view: SettingView): void {
    this.#view = view;
    this.put(view.value);
  }

  /** Goes on from what somebody else has saved: with both, or with theirs alone. */
  settle(keepsMine: boolean): void {
    const theirs = this.conflict;
    if (theirs === null) return;
    const mine = merged(this.#view.value, this.value, theirs.value) as Values;
    this.#take(theirs);
    if (keepsMine) this.put(mine);
    this.conflict = null;
  }

  /** True when it is saved. What stands against it is in `issues`, `conflict` or `failure`. */
  async save(): Promise<boolean> {
    const { fields, group, version } = this.#view;
    this.failure = null;
    this.#tell(checkFields(fields, this.value));
    if (this.isBusy || this.issues.length > 0) return false;
    this.isBusy = true;
    try {
      const body = { version, value: this.value };
      this.#take(await api.updateSetting({ params: { group }, body }));
      return true;
    } catch (thrown) {
      await this.#refused(asApiError(thrown));
      return false;
    } finally {
      this.isBusy = false;
    }
  }

  async #refused(error: ApiError): Promise<void> {
    const { fields, group } = this.#view;
    if (error.code === "CONFLICT") {
      try {
        this.conflict = await api.getSetting({ params: { group } });
      } catch (thrown) {
        this.failure = asApiError(thrown);
      }
      return;
    }
    this.#tell(placedIssues(fields, issuesBelow(error.issues, "value")));
    if (this.issues.length === 0) this.failure = error;
  }
}
