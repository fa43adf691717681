import type { Bilingual } from "#shared/core/text.ts";
import type { FieldKind } from "./field-kinds.ts";
import type { RawField } from "./raw.ts";

const longestName = 40;

/** Whether a field may have this name, apart from being the only one. */
export function isName(name: string): boolean {
  return /^[a-z][a-zA-Z0-9]{0,39}$/.test(name);
}

/** A name that is still free: `text`, then `text2`. */
export function freeName(wanted: string, taken: readonly string[]): string {
  if (!taken.includes(wanted)) return wanted;
  const stem = wanted.replace(/\d+$/, "").slice(0, longestName - 3);
  for (let number = 2; ; number += 1) {
    if (!taken.includes(`${stem}${number}`)) return `${stem}${number}`;
  }
}

const option = (value: string, en: string, zh: string) => ({ value, label: { en, "zh-CN": zh } });
const twoOptions = () => [option("a", "First", "选项一"), option("b", "Second", "选项二")];

/** How a new field is called until its author says better. */
export const firstLabels: Record<FieldKind, Bilingual> = {
  text: { en: "Text", "zh-CN": "文本" },
  longText: { en: "Long text", "zh-CN": "多行文本" },
  number: { en: "Number", "zh-CN": "数字" },
  money: { en: "Amount", "zh-CN": "金额" },
  date: { en: "Date", "zh-CN": "日期" },
  dateTime: { en: "Date and time", "zh-CN": "日期时间" },
  dateRange: { en: "From and to", "zh-CN": "起止日期" },
  select: { en: "Choice", "zh-CN": "下拉选择" },
  radio: { en: "Choice", "zh-CN": "单选" },
  multiSelect: { en: "Choices", "zh-CN": "多选" },
  checkbox: { en: "Confirmation", "zh-CN": "确认项" },
  user: { en: "Person", "zh-CN": "人员" },
  department: { en: "Department", "zh-CN": "部门" },
  service: { en: "Service", "zh-CN": "服务" },
  attachment: { en: "Files", "zh-CN": "附件" },
  detailTable: { en: "Details", "zh-CN": "明细" },
  external: { en: "Choice from another system", "zh-CN": "外部数据" },
  note: { en: "A note for whoever fills this in.", "zh-CN": "给填写人的说明。" },
};

/** What a kind needs beside name and label, so that a new field is valid as it comes. */
const own: Partial<Record<FieldKind, () => Record<string, unknown>>> = {
  money: () => ({ currencies: ["CNY"] }),
  select: () => ({ options: twoOptions() }),
  radio: () => ({ options: twoOptions() }),
  multiSelect: () => ({ options: twoOptions() }),
  detailTable: () => ({
    columns: [
      { type: "text", name: "what", label: { en: "What", "zh-CN": "内容" }, required: true },
      { type: "number", name: "count", label: { en: "Count", "zh-CN": "数量" } },
    ],
    sums: ["count"],
  }),
  external: () => ({ url: "https://example.com/list", valuePath: "id", labelPath: "name" }),
};

/** A new field of this kind, valid as it comes. */
export function newField(kind: FieldKind, taken: readonly string[]): RawField {
  const label = firstLabels[kind];
  const name = freeName(kind, taken);
  if (kind === "note") return { type: kind, name, text: label };
  return { type: kind, name, label, ...own[kind]?.() };
}

/** A copy of a field under a name of its own. */
export function copyOf(field: RawField, taken: readonly string[]): RawField {
  return { ...field, name: freeName(field.name, taken) };
}

/** An option whose value no other one has. */
export function newOption(taken: readonly string[]): { value: string; label: Bilingual } {
  const value = freeName("option", taken);
  return option(value, "New option", "新选项");
}

/** A column of text whose name no other one has. */
export function newColumn(taken: readonly string[]): RawField {
  const name = freeName("column", taken);
  return { type: "text", name, label: { en: "New column", "zh-CN": "新列" } };
}
