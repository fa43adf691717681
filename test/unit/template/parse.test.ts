import { describe, expect, it } from "vitest";
import { parseTemplate } from "#shared/template/parse.ts";
import { templateSource } from "#test/support/factory.ts";

function findings(changes: Record<string, string>): string[] {
  return parseTemplate(templateSource(changes)).findings.map(
    ({ path, code, line }) => `${line} ${path}: ${code}`,
  );
}

function textField(pattern: string): string[] {
  return findings({ "required: true": `required: true, pattern: '${pattern}'` });
}

const chain = "who: [{ role: manager }]";
const addNode = (node: string) => ({ [`${chain} }`]: `${chain} }\n  - ${node}` });
const name = "name: { en: N, zh-CN: 名 }";

describe("a template's source", () => {
  it("without faults gives its document and no findings", () => {
    const { document, findings: none } = parseTemplate(templateSource());
    expect(none).toEqual([]);
    expect(document?.chain[0]).toMatchObject({
      kind: "approve",
      mode: "any",
      ifNobody: "administrators",
    });
  });

  it.each<[string, Record<string, string>, string[]]>([
    ["a field name twice", { "name: size": "name: purpose" }, ["8 form.fields.1.name: duplicate"]],
    [
      "an option twice",
      { "value: large": "value: small" },
      ["13 form.fields.1.options.1.value: duplicate"],
    ],
    [
      "a condition on a later field",
      { "required: true": "visibleWhen: { field: size, is: small }" },
      ["7 form.fields.0.visibleWhen: later_field"],
    ],
    [
      "a condition on itself",
      { "required: true": "requiredWhen: { field: purpose, filled: true }" },
      ["7 form.fields.0.requiredWhen: later_field"],
    ],
    [
      "a condition on no field",
      { "type: user,": "type: user, visibleWhen: { not: { field: none, filled: true } }," },
      ["14 form.fields.2.visibleWhen: unknown_field"],
    ],
    [
      "a condition on no option",
      { "type: user,": "type: user, visibleWhen: { field: size, in: [small, huge] }," },
      ["14 form.fields.2.visibleWhen: unknown_option"],
    ],
    [
      "a summary of no field",
      { "[purpose]": "[purpose, cost]" },
      ["15 form.summary.1: unknown_field"],
    ],
    [
      "crossed lengths",
      { "required: true": "minLength: 9, maxLength: 3" },
      ["7 form.fields.0.minLength: crossed_bounds"],
    ],
    [
      "crossed dates",
      { "type: user,": "type: date, min: 2026-02-01, max: 2026-01-01," },
      ["14 form.fields.2.min: crossed_bounds"],
    ],
    [
      "a default that the field refuses",
      { "required: true": "maxLength: 3, default: four" },
      ["7 form.fields.0.default: invalid_default"],
    ],
    [
      "a default that is no option",
      { "type: select": "type: select\n      default: huge" },
      ["10 form.fields.1.default: invalid_default"],
    ],
    [
      "a node id twice",
      addNode(`{ kind: cc, id: leader, ${name}, who: [{ requester: true }] }`),
      ["18 chain.1.id: duplicate"],
    ],
    [
      "a node id twice in a branch",
      addNode(
        `{ kind: branch, id: b, ${name}, branches: [{ when: { field: size, is: large }, nodes: [{ kind: cc, id: leader, ${name}, who: [{ requester: true }] }] }] }`,
      ),
      ["18 chain.1.branches.0.nodes.0.id: duplicate"],
    ],
    [
      "a branch on no field",
      addNode(
        `{ kind: branch, id: b, ${name}, branches: [{ when: { field: cost, atLeast: 5 }, nodes: [] }] }`,
      ),
      ["18 chain.1.branches.0.when: unknown_field"],
    ],
    [
      "an approver from a field that is no user",
      { "{ role: manager }": "{ field: purpose }" },
      ["17 chain.0.who.0.field: not_a_user_field"],
    ],
    [
      "an approver from no field",
      { "{ role: manager }": "{ field: boss }" },
      ["17 chain.0.who.0.field: unknown_field"],
    ],
    [
      "the requester as her own approver",
      { "{ role: manager }": "{ requester: true }" },
      ["17 chain.0.who.0: requester_not_allowed"],
    ],
    [
      "an unknown action",
      addNode(`{ kind: automate, id: a, ${name}, action: magic }`),
      ["18 chain.1.action: unknown_action"],
    ],
    [
      "an action without its parameters",
      addNode(`{ kind: automate, id: a, ${name}, action: http.request }`),
      ["18 chain.1.parameters.url: required"],
    ],
  ])("with %s says where", (_, changes, expected) => {
    expect(findings(changes)).toEqual(expected);
  });

  it.each([
    ["the requester confirms", `{ kind: confirm, id: c, ${name}, who: [{ requester: true }] }`],
    ["the requester gets a copy", `{ kind: cc, id: c, ${name}, who: [{ requester: true }] }`],
    [
      "a user field of the form approves",
      `{ kind: approve, id: c, ${name}, who: [{ field: owner }] }`,
    ],
    [
      "nobody approves at all",
      `{ kind: automate, id: c, ${name}, action: http.request, parameters: { url: "https://x.test" } }`,
    ],
  ])("may say that %s", (_, node) => {
    expect(findings(addNode(node))).toEqual([]);
  });

  it.each<[string, Record<string, string>, string]>([
    ["an unknown field", { "category:": "colour: red\ncategory:" }, "3 colour: unknown_field"],
    [
      "an unknown kind of field",
      { "type: user": "type: wizard" },
      "14 form.fields.2.type: invalid_union",
    ],
    [
      "a missing label",
      { ", label: { en: Purpose, zh-CN: 用途 }": "" },
      "7 form.fields.0.label: required",
    ],
    [
      "half of a label",
      { "{ en: Purpose, zh-CN: 用途 }": "{ en: Purpose }" },
      "7 form.fields.0.label.zh-CN: required",
    ],
    [
      "a wrong mail address in a chain",
      { "{ role: manager }": "{ users: [bob] }" },
      "17 chain.0.who.0.users.0: invalid_format",
    ],
  ])(
    "that does not fit the schema by %s gives no document and says where",
    (_, changes, expected) => {
      expect(parseTemplate(templateSource(changes)).document).toBeNull();
      expect(findings(changes)).toContain(expected);
    },
  );
});

describe("YAML", () => {
  it.each([
    ["cut off", "name: {", "yaml_bad_indent", 1],
    ["a key twice", "name: 1\nname: 2", "yaml_duplicate_key", 2],
    ["two documents", "a: 1\n---\nb: 2", "yaml_multiple_docs", 2],
    ["a tag that makes objects", "a: !!js/function 'x'", "yaml_tag_resolve_failed", 1],
    ["an alias of nothing", "a: *b", "yaml_alias", null],
  ])("with %s is refused with its line", (_, source, code, line) => {
    const { document, findings: found } = parseTemplate(source);
    expect(document).toBeNull();
    expect(found[0]).toMatchObject({ line });
    expect(found.map((one) => one.code)).toContain(code);
  });

  it.each([
    ["10,000 lists deep", "[".repeat(10_000)],
    ["20,000 dashes deep", "- ".repeat(20_000)],
    ["5,000 maps deep", "{a: ".repeat(5_000)],
    [
      "400 lines deep",
      Array.from({ length: 400 }, (_, depth) => `${" ".repeat(depth)}a:`).join("\n"),
    ],
    ["60 levels deep", `${"[".repeat(60)}${"]".repeat(60)}`],
    ["in a circle", "&a [*a]"],
    [
      "a bomb of aliases",
      `a: &a [x,x,x,x,x,x,x,x,x]\n${[..."bcdefgh"].map((key, index) => `${key}: &${key} [${Array(9).fill(`*${"abcdefgh"[index]}`).join(",")}]`).join("\n")}`,
    ],
    ["over 96 KB", `a: "${"x".repeat(99_000)}"`],
    ["over 96 KB in Chinese", `a: "${"中".repeat(40_000)}"`],
    ["empty", ""],
    ["a plain word", "hello"],
  ])("that is %s is refused, not followed", (_, source) => {
    const { document, findings: found } = parseTemplate(source);
    expect(document).toBeNull();
    expect(found.length).toBeGreaterThan(0);
  });
});

describe("a pattern", () => {
  it.each([
    "[a-z0-9]+(\\.[a-z0-9]+)*",
    "\\d{4}-\\d{2}",
    "[^@]+@[^@]+\\.[a-z]{2,6}",
    "\\p{Script=Han}{2,10}",
    "1[3-9]\\d{9}",
    "(10|192)\\.\\d{1,3}",
  ])("that is honest is taken: %s", (pattern) => expect(textField(pattern)).toEqual([]));

  it.each(["(a+)+", "(a|a)*b", "(?:[a-z]+-?)*x", "(a?){30}a{30}", ".*a.*b.*c.*d"])(
    "that some text would keep busy for ever is refused: %s",
    (pattern) => expect(textField(pattern)).toEqual(["7 form.fields.0.pattern: slow_pattern"]),
  );

  it.each(["(", "[a", "a{2,1}", "\\\\k<x>("])("that does not compile is refused: %s", (pattern) => {
    expect(textField(pattern)).toEqual(["7 form.fields.0.pattern: invalid_pattern"]);
  });
});

describe("what a step hides", () => {
  it("must not stand on the cards that those asked there see", () => {
    const document = {
      name: { en: "x", "zh-CN": "x" },
      category: "business",
      numberPrefix: "XX",
      form: {
        summary: ["secret"],
        fields: [{ type: "text", name: "secret", label: { en: "x", "zh-CN": "x" } }],
      },
      chain: [
        {
          kind: "approve",
          id: "a",
          name: { en: "x", "zh-CN": "x" },
          who: [{ role: "manager" }],
          fields: { secret: "hidden" },
        },
      ],
    };
    expect(parseTemplate(JSON.stringify(document)).findings).toMatchObject([
      { path: "chain.0.fields.secret", code: "hidden_in_summary" },
    ]);
  });
});
