import type { Locale, Tongue } from "#lib/designer/chain/tongue.ts";
import type { Form } from "#shared/form/schema.ts";
import { Form as FormSchema } from "#shared/form/schema.ts";
import { t } from "#test/e2e/support/text.ts";

const names: Record<string, Record<Locale, string>> = {
  "carol@demo.test": { en: "Carol", "zh-CN": "Carol" },
  finance: { en: "Finance", "zh-CN": "财务" },
  office: { en: "Office hours", "zh-CN": "办公时间" },
};

/** The words of a language, with the texts that the page has. */
export function tongue(locale: Locale): Tongue {
  const named = (key: string) => names[key]?.[locale] ?? key;
  const say: Tongue["t"] = (key, values) => t(locale, key, values);
  return { locale, t: say, person: named, role: named, calendar: named };
}

const both = (en: string, chinese: string) => ({ en, "zh-CN": chinese });

export const form: Form = FormSchema.parse({
  fields: [
    { type: "note", name: "intro", text: both("Read this", "请阅读") },
    {
      type: "select",
      name: "kind",
      label: both("Kind", "类别"),
      options: [
        { value: "travel", label: both("Travel", "差旅") },
        { value: "meal", label: both("Meal", "餐饮") },
      ],
    },
    { type: "money", name: "amount", label: both("Amount", "金额"), currencies: ["CNY"] },
    { type: "number", name: "days", label: both("Days", "天数"), unit: both("days", "天") },
    { type: "checkbox", name: "urgent", label: both("Urgent", "加急") },
    { type: "user", name: "standIn", label: both("Stand-in", "交接人") },
    { type: "dateTime", name: "start", label: both("Start", "开始时间") },
    {
      type: "detailTable",
      name: "items",
      label: both("Items", "明细"),
      columns: [
        { type: "text", name: "what", label: both("What", "内容") },
        { type: "money", name: "price", label: both("Price", "单价"), currencies: ["CNY", "EUR"] },
      ],
    },
  ],
});
