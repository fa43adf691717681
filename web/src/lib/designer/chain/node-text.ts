import type { ChainNode } from "#shared/approval/chain.ts";
import type { Form } from "#shared/form/schema.ts";
import { limitText, modeText } from "./ask-text.ts";
import { conditionText } from "./condition-text.ts";
import type { Tongue } from "./tongue.ts";
import type { Way } from "./tree.ts";
import { isOneVoice, whoText } from "./who-text.ts";

/** What a node is called; one without a name in this language by its other name or its id. */
export function nodeName({ name, id }: ChainNode, { locale, t }: Tongue): string {
  return name[locale] || name.en || name["zh-CN"] || id || t("templates.chain.unnamed");
}

function waitText(
  { minutes, until, calendar }: ChainNode & { kind: "wait" },
  form: Form,
  tongue: Tongue,
) {
  if (until !== undefined) {
    const field = form.fields.find(({ name }) => name === until);
    const label = (field && "label" in field && field.label[tongue.locale]) || until;
    return tongue.t("templates.chain.wait.untilField", { field: label });
  }
  const time = limitText({ minutes: minutes ?? 0, calendar }, tongue);
  return tongue.t("templates.chain.wait.for", { time });
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** The line below a node's name: who is asked, what is run, how long it rests. */
export function nodeLine(node: ChainNode, form: Form, tongue: Tongue): string {
  switch (node.kind) {
    case "automate":
      return node.action;
    case "wait":
      return waitText(node, form, tongue);
    case "branch":
      return tongue.t("templates.chain.line.branch");
    case "parallel":
      return tongue.t("templates.chain.line.parallel", { count: node.branches.length });
    default:
      return capital(whoText(node.who, form, tongue));
  }
}

/** How several decide; nothing where one person does. */
export function nodeMode(node: ChainNode, tongue: Tongue): string | null {
  const isAsk = node.kind === "approve" || node.kind === "confirm";
  return !isAsk || isOneVoice(node.who) ? null : modeText(node, tongue);
}

/** What stands at the head of a way. */
export function wayText(way: Way, node: ChainNode, form: Form, tongue: Tongue): string {
  const { locale, t } = tongue;
  if (way.kind === "otherwise") return t("templates.chain.way.otherwise");
  if (way.kind === "timeout") {
    const limit = "timeLimit" in node ? node.timeLimit : undefined;
    return t("templates.chain.way.timeout", { time: limit ? limitText(limit, tongue) : "" });
  }
  if (node.kind === "branch") {
    const when = node.branches[way.index]?.when;
    return when ? conditionText(when, form, tongue) : "";
  }
  const name = node.kind === "parallel" ? node.branches[way.index]?.name?.[locale] : undefined;
  return name || t("templates.chain.way.parallel", { number: way.index + 1 });
}
