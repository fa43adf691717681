import type { Locale } from "#shared/core/ctx.ts";
import type { NoticeRecord } from "./record.ts";

/** What a mail needs to say; the web app has its own words for notices. */
type Words = {
  deed: (notice: NoticeRecord) => string;
  subject: (number: string, deed: string) => string;
  onBehalfOf: (name: string) => string;
  comment: (comment: string) => string;
  greeting: (name: string) => string;
  open: Record<NoticeRecord["subject"]["kind"], string>;
  footer: string;
};

type Outcomes = Record<string, string>;

const outcomesEn: Outcomes = {
  approved: "it is completed",
  vetoed: "it was vetoed",
  withdrawn: "it was withdrawn",
  expired: "it expired",
  failed: "it failed",
};
const outcomesZh: Outcomes = {
  approved: "已完成",
  vetoed: "已被否决",
  withdrawn: "已撤回",
  expired: "已超时关闭",
  failed: "执行失败",
};

const endsEn: Outcomes = {
  succeeded: "it succeeded",
  partially_succeeded: "it succeeded in part",
  failed: "it failed",
  cancelled: "it was cancelled",
  timed_out: "its time ran out",
  rejected: "it was rejected",
  expired: "it expired",
  rolled_back: "it was rolled back",
  rollback_failed: "its rollback failed",
};
const endsZh: Outcomes = {
  succeeded: "执行成功",
  partially_succeeded: "部分成功",
  failed: "执行失败",
  cancelled: "已取消",
  timed_out: "执行超时",
  rejected: "审批未通过",
  expired: "已过期",
  rolled_back: "已回滚",
  rollback_failed: "回滚失败",
};

function deedEn({ kind, actorName, outcome }: NoticeRecord): string {
  switch (kind) {
    case "task.assigned":
      return "your decision is needed";
    case "task.reminded":
      return "reminder, your decision is needed";
    case "task.escalated":
      return "passed on to you, your decision is needed";
    case "task.urged":
      return `${actorName} asks you to hurry`;
    case "ticket.returned":
      return `${actorName} returned it`;
    case "ticket.completed":
      return outcomesEn[outcome ?? ""] ?? "it is completed";
    case "ticket.commented":
      return `${actorName} commented`;
    case "ticket.cc":
      return "a copy for you";
    case "ticket.blocked":
      return `${actorName} is blocked`;
    case "ticket.escalated":
      return `${actorName} asks for your help, it is blocked`;
    case "ticket.closed":
      return `${actorName} closed it`;
    case "automation.failed":
      return "its automation failed";
    case "order.asked":
      return "something is to be done by you";
    case "order.message":
      return "a message for you";
    case "order.confirmAsked":
      return "your confirmation is needed";
    case "order.approvalAsked":
      return `${actorName} asks for your approval`;
    case "order.reviewAsked":
      return `${actorName} broke the glass, your review is needed`;
    case "order.suggested":
      return "an alert came for which this plan may help";
    case "order.reviewOverdue":
      return "the review of its start without approval is overdue";
    case "order.announced":
      return "it will run by itself unless somebody stops it";
    case "order.automatic":
      return "it runs by itself";
    case "order.stuck":
      return "it is stuck and needs somebody";
    case "order.ended":
      return endsEn[outcome ?? ""] ?? "it has ended";
    case "plan.broken":
      return "it is broken and can't be run";
    case "plan.disabled":
      return "it was disabled";
  }
}

function deedZh({ kind, actorName, outcome }: NoticeRecord): string {
  switch (kind) {
    case "task.assigned":
      return "待您处理";
    case "task.reminded":
      return "提醒:仍待您处理";
    case "task.escalated":
      return "超时升级,转由您处理";
    case "task.urged":
      return `${actorName} 催办`;
    case "ticket.returned":
      return `${actorName} 已退回`;
    case "ticket.completed":
      return outcomesZh[outcome ?? ""] ?? "已完成";
    case "ticket.commented":
      return `${actorName} 发表了评论`;
    case "ticket.cc":
      return "抄送给您";
    case "ticket.blocked":
      return `${actorName} 标记为阻塞`;
    case "ticket.escalated":
      return `已阻塞,${actorName} 请您协助`;
    case "ticket.closed":
      return `${actorName} 已关闭`;
    case "automation.failed":
      return "自动化执行异常";
    case "order.asked":
      return "有一项操作需要您完成";
    case "order.message":
      return "有一条消息";
    case "order.confirmAsked":
      return "待您确认";
    case "order.approvalAsked":
      return `${actorName} 请您审批`;
    case "order.reviewAsked":
      return `${actorName} 破窗执行，待您复核`;
    case "order.suggested":
      return "有告警触发，建议执行该预案";
    case "order.reviewOverdue":
      return "免审批启动的复核已逾期";
    case "order.announced":
      return "即将自动执行，可在此之前叫停";
    case "order.automatic":
      return "正在自动执行";
    case "order.stuck":
      return "执行受阻，需要人工处理";
    case "order.ended":
      return endsZh[outcome ?? ""] ?? "已结束";
    case "plan.broken":
      return "预案已失效，无法执行";
    case "plan.disabled":
      return "预案已停用";
  }
}

export const words: Record<Locale, Words> = {
  en: {
    deed: deedEn,
    subject: (number, deed) => `${number}: ${deed}`,
    onBehalfOf: (name) => `You get this because you stand in for ${name}.`,
    comment: (comment) => `Comment: ${comment}`,
    greeting: (name) => `Hello ${name},`,
    open: { ticket: "Open the ticket", order: "Open the run", plan: "Open the plan" },
    footer: "Opening the link changes nothing; you decide on the page.",
  },
  "zh-CN": {
    deed: deedZh,
    subject: (number, deed) => `${number}:${deed}`,
    onBehalfOf: (name) => `您是 ${name} 的代理人,因此收到此邮件。`,
    comment: (comment) => `意见:${comment}`,
    greeting: (name) => `${name},您好:`,
    open: { ticket: "打开工单", order: "打开执行单", plan: "打开预案" },
    footer: "打开链接不会改变任何内容,请在页面上处理。",
  },
};
