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
import { placeWords } from "#shared/setting/place-words.ts";
import type { SettingView } from "#shared/setting/schema.ts";

/** A group of settings being changed. Lives as long as the pages of settings, whichever group is shown. */
export class SettingDraft {
  #view = $state.raw() as SettingView;
  value = $state.raw<Values>({});
  issues = $state.raw<Issue[]>([]);
  failure = $state.raw<ApiError | null>(null);
  /** What somebody else has saved while this was being changed. */
  conflict = $state.raw<SettingView | null>(null);
  isBusy = $state(false);

  readonly changes = $derived(this.changesFrom(this.value));
  readonly isDirty = $derived(this.changes.length > 0);
  readonly faults = $derived(
    this.issues.map(({ path, code }) => ({
      ...(path === "" ? {} : { id: fieldId(this.prefix, path) }),
      text: this.#faultText(path, code),
    })),
  );

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
      where: placeWords(fields, change.path),
    }));
  }

  #faultText(path: string, code: string): string {
    const { fields } = this.#view;
    const text = faultText(viewAt(fields, path), code);
    return path === "" ? text : `${inMine(placeOf(fields, this.value, path))}: ${text}`;
  }

  change(value: Values, path: string): void {
    this.value = value;
    this.issues = withoutFaults(this.issues, path);
    this.failure = null;
  }

  /** Another value as a whole: an earlier version, or what came of a conflict. */
  put(value: Values): void {
    this.value = value;
    this.issues = [];
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
    this.issues = checkFields(fields, this.value);
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
    this.issues = placedIssues(fields, issuesBelow(error.issues, "value"));
    if (this.issues.length === 0) this.failure = error;
  }
}
