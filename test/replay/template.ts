import { stringify } from "yaml";
import { payments, stages, type Stage } from "./activity.ts";
import { pathOf } from "./payment-service.ts";

const chinese: Record<string, string> = {
  PRE_APPROVER: "预审人",
  ADMINISTRATION: "行政",
  "BUDGET OWNER": "预算负责人",
  SUPERVISOR: "主管",
  DIRECTOR: "总监",
  "Request Payment": "请求付款",
  "Payment Handled": "付款完成",
};

/** The log's own word is the English name: the timeline is read back by it. */
function nameOf(word: string) {
  return { en: word, "zh-CN": chinese[word] ?? word };
}

/** How a stage is written in a form value. */
export function valueOf(stage: Stage): string {
  return stage.replaceAll(" ", "_");
}

/** The role that decides at a stage; node ids are the same words. */
export function roleOf(stage: Stage): string {
  return stage.toLowerCase().replaceAll(/[ _]/g, "-");
}

function stageNode(stage: Stage) {
  const node = {
    kind: "approve",
    id: roleOf(stage),
    name: nameOf(stage),
    who: [{ role: roleOf(stage) }],
    mode: "any",
  };
  return {
    kind: "branch",
    id: `if-${roleOf(stage)}`,
    name: nameOf(stage),
    branches: [{ when: { field: "stages", includes: valueOf(stage) }, nodes: [node] }],
  };
}

function paymentNode(payment: (typeof payments)[number], serviceUrl: string) {
  return {
    kind: "automate",
    id: pathOf[payment].slice(1),
    name: nameOf(payment),
    action: "http.request",
    parameters: {
      url: serviceUrl + pathOf[payment],
      mode: "callback",
      idempotent: true,
      timeoutSeconds: 30 * 24 * 3600,
      body: { callback: "{{callback.url}}", ticket: "{{ticket.number}}" },
    },
  };
}

const fields = [
  { type: "money", name: "amount", label: { en: "Amount", "zh-CN": "金额" }, currencies: ["EUR"] },
  { type: "text", name: "orgUnit", label: { en: "Unit", "zh-CN": "部门" }, maxLength: 120 },
  { type: "text", name: "project", label: { en: "Project", "zh-CN": "项目" }, maxLength: 120 },
  {
    type: "multiSelect",
    name: "stages",
    label: { en: "Stages", "zh-CN": "审批环节" },
    options: stages.map((stage) => ({ value: valueOf(stage), label: nameOf(stage) })),
  },
];

/** "Request for payment" as YAML: the stages a round shows, then the two calls of the payment service. */
export function templateSource(serviceUrl: string): string {
  return stringify({
    name: { en: "Request for payment", "zh-CN": "付款申请" },
    category: "business",
    numberPrefix: "RFP",
    withdraw: "any-time",
    form: {
      summary: ["amount", "project"],
      fields: fields.map((one) => ({ ...one, required: true })),
    },
    chain: [...stages.map(stageNode), ...payments.map((one) => paymentNode(one, serviceUrl))],
  });
}
