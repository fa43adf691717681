import type { Locale } from "#shared/core/ctx.ts";
import type { Outcome, TicketState } from "#shared/ticket/state.ts";

type CsvWords = {
  columns: (zone: string) => string[];
  states: Record<TicketState, string>;
  outcomes: Record<Outcome, string>;
  cut: (rows: number) => string;
};

/** The words of the CSV file, which people open without the web app. */
export const csvWords: Record<Locale, CsvWords> = {
  en: {
    columns: (zone) => [
      "Number",
      "Title",
      "Type",
      "Department",
      "Requester",
      "State",
      "Outcome",
      `Submitted (${zone})`,
      `Completed (${zone})`,
      "Handling hours",
      "Returns",
      "Score",
    ],
    states: {
      draft: "draft",
      in_approval: "in approval",
      returned: "returned",
      completed: "completed",
    },
    outcomes: {
      approved: "approved",
      vetoed: "vetoed",
      withdrawn: "withdrawn",
      expired: "expired",
      failed: "failed",
    },
    cut: (rows) => `Cut after ${rows} rows: choose a shorter range.`,
  },
  "zh-CN": {
    columns: (zone) => [
      "编号",
      "标题",
      "类型",
      "部门",
      "申请人",
      "状态",
      "结果",
      `提交时间 (${zone})`,
      `完成时间 (${zone})`,
      "处理时长(小时)",
      "退回次数",
      "评分",
    ],
    states: {
      draft: "草稿",
      in_approval: "审批中",
      returned: "被退回",
      completed: "完成",
    },
    outcomes: {
      approved: "通过",
      vetoed: "否决",
      withdrawn: "撤回",
      expired: "超时关闭",
      failed: "执行失败",
    },
    cut: (rows) => `已截断:仅前 ${rows} 行,请缩小日期范围。`,
  },
};
