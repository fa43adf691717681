/** Label and field selectors of list calls. What can't be read throws a BadSelector with the server's words. */
export class BadSelector extends Error {}

type Labels = Record<string, string>;
export type Test = (values: Labels) => boolean;

const name = "[A-Za-z0-9](?:[A-Za-z0-9_./-]*[A-Za-z0-9])?";
const forms: [RegExp, (key: string, value: string) => Test][] = [
  [new RegExp(`^(${name})$`), (key) => (labels) => key in labels],
  [new RegExp(`^!\\s*(${name})$`), (key) => (labels) => !(key in labels)],
  [
    new RegExp(`^(${name})\\s*==?\\s*(${name}|)$`),
    (key, value) => (labels) => labels[key] === value,
  ],
  // What lacks the label differs too.
  [
    new RegExp(`^(${name})\\s*!=\\s*(${name}|)$`),
    (key, value) => (labels) => labels[key] !== value,
  ],
  [
    new RegExp(`^(${name})\\s+in\\s+\\(([^()]+)\\)$`),
    (key, value) => (labels) => listed(value).includes(labels[key] ?? "\0"),
  ],
  [
    new RegExp(`^(${name})\\s+notin\\s+\\(([^()]+)\\)$`),
    (key, value) => (labels) => !listed(value).includes(labels[key] ?? "\0"),
  ],
];

const listed = (values: string) => values.split(",").map((value) => value.trim());
/** At commas that are not inside parentheses. */
const parts = (selector: string) => selector.split(/,(?![^(]*\))/).map((part) => part.trim());

function labelTest(part: string): Test {
  for (const [form, make] of forms) {
    const match = form.exec(part);
    if (match !== null) return make(match[1] ?? "", match[2] ?? "");
  }
  const rest = part.replace(new RegExp(`^${name}\\s*(=|==|!=)`), "");
  const strange = /[^A-Za-z0-9_./-]/.exec(rest)?.[0] ?? part;
  throw new BadSelector(`unable to parse requirement: found '${strange}', expected: identifier`);
}

export function byLabels(selector: string): Test {
  if (selector.trim() === "") return () => true;
  const tests = parts(selector).map(labelTest);
  return (labels) => tests.every((test) => test(labels));
}

/** `unknown` words the refusal of a field that this resource can't be selected by. */
export function byFields(
  selector: string,
  known: string[],
  unknown: (field: string) => string,
): Test {
  if (selector.trim() === "") return () => true;
  const tests = parts(selector).map((part): Test => {
    const match = /^([^=!]+)(==?|!=)(.*)$/.exec(part);
    if (match === null)
      throw new BadSelector(`invalid selector: '${selector}'; can't understand '${part}'`);
    const [, field = "", operator = "", value = ""] = match;
    if (!known.includes(field)) throw new BadSelector(unknown(field));
    return (fields) => (operator === "!=" ? fields[field] !== value : fields[field] === value);
  });
  return (fields) => tests.every((test) => test(fields));
}
