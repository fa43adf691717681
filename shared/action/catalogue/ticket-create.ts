import * as z from "zod";
import { defineAction } from "#shared/action/definition.ts";
import { field } from "#shared/core/fields.ts";
import { both } from "#shared/core/text.ts";
import { Person } from "./people-fields.ts";

export const TicketCreateParameters = z.strictObject({
  template: field(z.string().regex(/^tpl_[0-9A-HJKMNP-TV-Z]{26}$/), {
    name: both("Template", "工单模板"),
    isFixed: true,
    options: { source: "product.templates" },
  }),
  title: field(z.string().max(250).default(""), {
    name: both("Title", "标题"),
    help: both("Empty: the name of the template.", "为空时使用模板名称。"),
  }),
  values: field(z.record(z.string().max(64), z.unknown()).default({}), {
    name: both("Form", "表单内容"),
    help: both("Values by the names of the fields.", "按字段名填写。"),
  }),
  choices: field(z.record(z.string().max(40), z.array(Person).max(20)).default({}), {
    name: both("People picked", "指定处理人"),
    help: both(
      "For steps whose people the requester picks, by the step's id.",
      "由申请人指定处理人的节点，按节点 id 填写。",
    ),
  }),
  requester: field(z.union([z.literal(""), Person]).default(""), {
    name: both("Requester of automatic runs", "自动执行时的申请人"),
    help: both(
      "Whoever starts the run is the requester; this person where nobody did.",
      "申请人为发起执行的人；无人发起时使用此人员。",
    ),
    isFixed: true,
  }),
});

export const ticketCreate = defineAction({
  code: "ticket.create",
  name: both("Create a ticket", "创建工单"),
  description: both(
    "Fills in a form of this product and submits it. Its approval is not waited for.",
    "填写并提交一张工单，不等待其审批结束。",
  ),
  category: "product",
  scenes: ["EMERGENCY", "SELF_RECOVERY", "RECOVERY"],
  isVisible: true,
  displayOrder: 70,
  parameters: TicketCreateParameters,
  output: z.object({
    ticketId: field(z.string(), { name: both("Ticket", "工单") }),
    number: field(z.string(), { name: both("Number", "工单编号") }),
  }),
  requiredSettings: [],
  isIdempotent: () => true,
  mode: () => "sync",
  canCancel: () => false,
  canFind: false,
  risk: "low",
  inverse: null,
  timeoutSeconds: () => 300,
  targets: null,
  hasDryRun: true,
});
