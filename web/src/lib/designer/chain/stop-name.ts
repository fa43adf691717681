import type { Form } from "#shared/form/schema.ts";
import { timeLimitText } from "./ask-text.ts";
import { nodeLine, nodeMode, nodeName, wayText } from "./node-text.ts";
import type { Stop } from "./stops.ts";
import type { Tongue } from "./tongue.ts";

/** What is heard of a stop: everything that its card shows. */
export function stopName(stop: Stop, form: Form, tongue: Tongue): string {
  if (stop.way && stop.over?.node) return wayText(stop.way, stop.over.node, form, tongue);
  const { node } = stop;
  if (node === null) return tongue.t("templates.chain.start");
  const limit = "timeLimit" in node && node.timeLimit;
  const parts = [
    `${nodeName(node, tongue)}, ${tongue.t(`templates.chain.kind.${node.kind}`)}`,
    nodeLine(node, form, tongue),
    nodeMode(node, tongue),
    limit ? timeLimitText(limit, form, tongue) : null,
  ];
  return `${parts.filter(Boolean).join(". ")}.`;
}
