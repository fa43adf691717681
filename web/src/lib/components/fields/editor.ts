import type { Issue } from "#shared/core/error.ts";
import type { FieldView } from "#shared/core/fields.ts";
import type { LoadOptions } from "./options.ts";
import type { Values } from "./values.ts";

/** What every part of a fields editor knows of the whole. Read it late: its members follow the editor's props. */
export type Editor = {
  /** Makes the ids of its controls different from those of another editor on the page. */
  readonly prefix: string;
  readonly fields: readonly FieldView[];
  readonly values: Values;
  readonly issues: readonly Issue[];
  readonly loadOptions: LoadOptions | undefined;
  /** What a plan fixes is shown and not changed. */
  readonly isRun: boolean;
  readonly words: Words | undefined;
};

/** Words in place of codes; undefined where there are none. */
export type Words = {
  choice?: (choice: string) => string | undefined;
  /** What is wrong, where the code alone does not say it. */
  fault?: (issue: Issue) => string | undefined;
  /** What an option of a source is called that was chosen before. */
  option?: (source: string, value: string) => string | undefined;
};

/** What a control of one field gets. */
export type ControlProps = {
  editor: Editor;
  path: string;
  value: unknown;
  /** `path`: what was changed, when that is only a part of the field. Undefined empties it. */
  set: (value: unknown, path?: string) => void;
};
