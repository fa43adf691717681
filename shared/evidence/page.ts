import { createHash } from "node:crypto";
import type { Locale } from "#shared/core/ctx.ts";
import { escapeHtml } from "#shared/core/html.ts";
import { inLocale, type Bilingual } from "#shared/core/text.ts";
import type { OrderEventView, OrderNodeView } from "#shared/order/view/schema.ts";
import type { OrderEvidence } from "./schema.ts";
import { eventNames, nodeStates, orderStates, sourceNames, triggerNames, words } from "./words.ts";

/** The evidence as one page that can be printed, and read without the product. */

const style = `
:root { color-scheme: light dark; font: 14px/1.5 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
body { max-width: 62rem; margin: 0 auto; padding: 1rem 1rem 3rem; }
h1 { font-size: 1.5rem; margin: 0 0 0.25rem; } h2 { font-size: 1.1rem; margin: 2rem 0 0.5rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.15rem 1rem; } dt { opacity: 0.7; } dd { margin: 0; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: start; vertical-align: top; padding: 0.3rem 0.5rem; border-bottom: 1px solid #8885; overflow-wrap: anywhere; }
th { font-weight: 600; } td.t { white-space: nowrap; font-variant-numeric: tabular-nums; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font: 12px/1.45 ui-monospace, monospace; margin: 0.25rem 0; padding: 0.5rem; background: #8881; border-radius: 6px; }
article { break-inside: avoid; border: 1px solid #8885; border-radius: 8px; padding: 0.5rem 0.75rem; margin: 0.5rem 0; }
h3 { font-size: 1rem; margin: 0; } .s { opacity: 0.75; }
@media print { body { max-width: none; } }
`;

/** What the page may do: nothing but look like itself. */
export const evidencePolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'`,
  "frame-ancestors 'none'",
].join("; ");

type Say = (text: Bilingual) => string;

function rows(pairs: [string, string | null | undefined][]): string {
  return pairs
    .filter(([, value]) => value !== null && value !== undefined && value !== "")
    .map(([name, value]) => `<dt>${name}</dt><dd>${escapeHtml(value ?? "")}</dd>`)
    .join("");
}

function shown(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function facts({ order, plan, times }: OrderEvidence, say: Say): string {
  const second = (value: number | null) =>
    value === null ? null : `${value} ${say(words.seconds)}`;
  return rows([
    [say(words.state), say(orderStates[order.state])],
    [say(words.plan), plan === null ? null : `${plan.id} · ${say(words.version)} ${plan.version}`],
    [say(words.ticket), order.ticket && `${order.ticket.number} ${order.ticket.title}`],
    [
      say(words.trigger),
      [say(triggerNames[order.trigger]), order.sourceId].filter(Boolean).join(" · "),
    ],
    [say(words.startedBy), order.requester.name],
    [say(words.reason), order.reason],
    [say(words.approvedBy), order.approval?.by.map(({ name }) => name).join(", ")],
    [say(words.breakGlass), order.isBreakGlass ? "✓" : null],
    [say(words.created), order.createdAt],
    [say(words.ended), order.endedAt],
    [say(words.toFirstAction), second(times.toFirstAction)],
    [say(words.toEnd), second(times.toEnd)],
    [say(words.waiting), second(times.waitingForPeople)],
    [say(words.expected), second(times.expected)],
  ]);
}

function parametersOf({ parameters, sources }: OrderNodeView, say: Say): string {
  const lines = Object.entries(parameters).map(([key, value]) => {
    const from = sources[key];
    const source = from === undefined ? "" : ` <span class="s">(${say(sourceNames[from])})</span>`;
    return `<dt>${escapeHtml(key)}</dt><dd>${escapeHtml(shown(value))}${source}</dd>`;
  });
  return lines.length === 0 ? "" : `<h4>${say(words.parameters)}</h4><dl>${lines.join("")}</dl>`;
}

function targetsOf({ targets }: OrderNodeView, say: Say): string {
  if (targets === null || targets.length === 0) return "";
  const lines = targets.map(
    ({ target, state, error, result }) =>
      `<tr><td>${escapeHtml(target)}</td><td>${say(nodeStates[state])}</td><td>${escapeHtml(error?.message ?? result ?? "")}</td></tr>`,
  );
  return `<h4>${say(words.targets)}</h4><table>${lines.join("")}</table>`;
}

function stepHtml(node: OrderNodeView, logs: OrderEvidence["logs"], say: Say): string {
  const said = logs.filter(({ seq }) => seq === node.seq).map(({ text }) => text);
  const result = node.error?.message ?? node.result ?? "";
  return `<article><h3>${escapeHtml(node.label)} ${escapeHtml(say(node.name))}</h3>
<p class="s">${escapeHtml(node.action ?? "")} · ${say(nodeStates[node.state])} · ${node.startedAt ?? ""} – ${node.finishedAt ?? ""}</p>
<dl>${rows([
    [say(words.by), node.endedBy?.name ?? node.confirmedBy?.name],
    [say(words.reason), node.reason],
  ])}</dl>
${parametersOf(node, say)}${targetsOf(node, say)}
${result === "" ? "" : `<h4>${say(words.result)}</h4><pre>${escapeHtml(result)}</pre>`}
${said.length === 0 ? "" : `<h4>${say(words.log)}</h4><pre>${escapeHtml(said.join("\n"))}</pre>`}</article>`;
}

function detailOf({ data }: OrderEventView, say: Say): string {
  const { step, label, comment, error, target, people, to, count, failed, call } = data;
  const parts = [
    step && [label, say(step)].filter(Boolean).join(" "),
    target,
    call,
    count === undefined ? undefined : `${count}${failed ? ` (−${failed})` : ""}`,
    people?.map(({ name }) => name).join(", "),
    to,
    error,
    comment,
  ];
  return parts.filter((part) => part !== undefined && part !== "").join(" · ");
}

function historyHtml(timeline: OrderEventView[], say: Say): string {
  const lines = timeline.map(
    (event) =>
      `<tr><td class="t">${event.at}</td><td>${say(eventNames[event.type])}</td><td>${escapeHtml(event.actor.name)}</td><td>${escapeHtml(detailOf(event, say))}</td></tr>`,
  );
  const heads = [words.time, words.event, words.by, words.detail].map(
    (head) => `<th>${say(head)}</th>`,
  );
  return `<table><thead><tr>${heads.join("")}</tr></thead><tbody>${lines.join("")}</tbody></table>`;
}

/** The page in one language. */
export function evidencePage(pack: OrderEvidence, locale: Locale): string {
  const say: Say = (text) => inLocale(text, locale);
  const name = escapeHtml(say(pack.order.name));
  const steps = pack.order.nodes.map((node) => stepHtml(node, pack.logs, say)).join("");
  return `<!doctype html><html lang="${locale}"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${name}</title><style>${style}</style>
<p class="s">${say(words.title)} · ${escapeHtml(pack.order.id)}</p><h1>${name}</h1>
<dl>${facts(pack, say)}</dl>
<h2>${say(words.steps)}</h2>${steps}
<h2>${say(words.history)}</h2>${historyHtml(pack.timeline, say)}
<h2>${say(words.seal)}</h2><p class="s">${escapeHtml(say(words.sealHelp))}</p>
<dl>${rows([
    ["SHA-256", pack.seal.digest],
    ["Ed25519", pack.seal.signature],
    [say(words.made), `${pack.madeAt} · ${pack.madeBy.name}`],
  ])}</dl><pre>${escapeHtml(pack.seal.publicKey)}</pre></html>`;
}
