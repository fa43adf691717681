import { describe, expect, it } from "vitest";
import { holds } from "#shared/core/condition.ts";
import { Form } from "#shared/form/schema.ts";
import { fillSource, slotsOf, unfilledSlots } from "#shared/form/source-url.ts";
import { checkForm } from "#shared/form/values.ts";
import { checkFormDefinition } from "#shared/template/check-form.ts";

const label = { en: "Field", "zh-CN": "字段" };
const source = {
  type: "external",
  name: "supplier",
  label,
  valuePath: "id",
  labelPath: "names.short",
};
const region = { type: "text", name: "region", label };

function formOf(given: object, before: object[] = [region]): Form {
  return Form.parse({ fields: [...before, { ...source, url: "https://e.test/s", ...given }] });
}
function definition(given: object, before?: object[]): string[] {
  return checkFormDefinition(formOf(given, before)).map(({ path, code }) => `${path} ${code}`);
}

describe("the source of an external field", () => {
  it.each([
    "https://{{region}}/s",
    "https://{{region}}.e.test/s",
    "https://user:pw@e.test/s",
    "https://e.test\\@inner/s",
    "ftp://e.test/s",
    "//e.test/s",
    "https://e.test/s#part",
    "https://e.test/a b",
    "{{region}}/s",
  ])("%s lets nobody choose the host", (url) => {
    expect(() => formOf({ url })).toThrow();
  });

  it.each<[string, string[]]>([
    ["https://e.test/{{region}}/s?q={{region}}", []],
    ["{{platform.url}}/s", []],
    ["http://127.0.0.1:9000/s", []],
    ["http://e.test/s", ["form.fields.1.url not_https"]],
    ["http://127.0.0.1.e.test/s", ["form.fields.1.url not_https"]],
    ["https://e.test/{{nobody}}", ["form.fields.1.url unknown_field"]],
    ["https://e.test/{{supplier}}", ["form.fields.1.url later_field"]],
  ])("%s is told what is wrong with it", (url, faults) => {
    expect(definition({ url })).toEqual(faults);
  });

  it("depends on fields that hold one value only", () => {
    const items = {
      type: "detailTable",
      name: "items",
      label,
      columns: [
        { ...region, name: "a" },
        { type: "number", name: "b", label },
      ],
    };
    const options = [{ value: "x", label }];
    const many = { type: "multiSelect", name: "many", label, options };
    for (const slot of ["items", "items.b", "many"]) {
      expect(definition({ url: `https://e.test/{{${slot}}}` }, [items, many])).toEqual([
        "form.fields.2.url not_a_single_value",
      ]);
    }
  });

  it("is filled with what was entered, which stays in its place", () => {
    const url = "https://e.test/v1/{{region}}/s?name={{name}}";
    const filled = (values: object) => fillSource(url, values as never, "");
    expect(filled({ region: "上海", name: "a&b=c#d" })).toBe(
      "https://e.test/v1/%E4%B8%8A%E6%B5%B7/s?name=a%26b%3Dc%23d",
    );
    expect(filled({ region: "../admin", name: "" })).toBe("https://e.test/v1/..%2Fadmin/s?name=");
    for (const region of [".", "..", "%2e%2e".replaceAll("%2e", ".")]) {
      expect(filled({ region, name: "x" })).toBeUndefined();
    }
    expect(fillSource("{{platform.url}}/s", {}, "https://p.test")).toBe("https://p.test/s");
  });

  it("waits for the fields it depends on", () => {
    const field = { url: "{{platform.url}}/{{region}}/{{city}}" };
    expect(slotsOf(field.url)).toEqual(["region", "city"]);
    expect(unfilledSlots(field, { region: "cn" })).toEqual(["city"]);
    const city = { value: "sh", label: "Shanghai" };
    expect(unfilledSlots(field, { region: "cn", city })).toEqual([]);
  });
});

describe("a choice from a source", () => {
  const choice = { value: "s-1", label: "Acme 供应商" };
  const faults = (supplier: unknown, given: object = {}) =>
    checkForm(formOf(given), { supplier }, { final: true }).issues.map(
      ({ path, code }) => `${path} ${code}`,
    );

  it("is a value with its label, several where the field says so", () => {
    expect(faults(choice)).toEqual([]);
    expect(faults([choice], { multiple: true })).toEqual([]);
    expect(faults("s-1")).toEqual(["form.supplier invalid_type"]);
    expect(faults({ value: "s-1" })).toEqual(["form.supplier.label invalid_type"]);
    expect(faults({ ...choice, price: 1 })).toEqual(["form.supplier unrecognized_keys"]);
    expect(faults({ ...choice, value: "x".repeat(201) })).toEqual(["form.supplier.value too_big"]);
    expect(faults(choice, { multiple: true })).toEqual(["form.supplier invalid_type"]);
    expect(faults([choice, { ...choice, label: "again" }], { multiple: true })).toEqual([
      "form.supplier custom",
    ]);
  });

  it("is read by conditions as its value", () => {
    const values = { supplier: choice, more: [choice] };
    expect(holds({ field: "supplier", is: "s-1" }, values)).toBe(true);
    expect(holds({ field: "supplier", in: ["s-2"] }, values)).toBe(false);
    expect(holds({ field: "more", includes: "s-1" }, values)).toBe(true);
    expect(holds({ field: "supplier", filled: true }, values)).toBe(true);
  });
});
