import type { Locale } from "#shared/core/ctx.ts";

/** A demo person; `leads` names the department she leads. */
export type DemoPerson = {
  email: string;
  name: string;
  role: string;
  roles: string[];
  department: string;
  locale: Locale;
  leads?: string;
};

/** Departments by name, with the one above. */
export const departments: { name: string; parent: string | null }[] = [
  { name: "Head Office 总部", parent: null },
  { name: "Technology 技术中心", parent: "Head Office 总部" },
  { name: "Platform 平台研发部", parent: "Technology 技术中心" },
  { name: "Operations 运维部", parent: "Technology 技术中心" },
  { name: "Finance 财务部", parent: "Head Office 总部" },
  { name: "Sales 销售部", parent: "Head Office 总部" },
];

const [office, technology, platform, operations, finance, sales] = departments.map(
  ({ name }) => name,
) as [string, string, string, string, string, string];

function person(
  handle: string,
  name: string,
  role: string,
  department: string,
  more: Partial<DemoPerson> = {},
): DemoPerson {
  return { email: `${handle}@demo.test`, name, role, roles: [], department, locale: "en", ...more };
}

/** Those whose sign-ins are printed: one for each walk through the product. */
export const signIns: DemoPerson[] = [
  person("alice", "Alice Chen", "requester · 申请人", platform),
  person("bob", "Bob Martin", "approver, leads Platform · 审批人（平台研发部负责人）", platform, {
    leads: platform,
  }),
  person("carol", "Carol Diaz", "second approver · 第二审批人（财务）", finance),
  person("dave", "Dave Okafor", "operator · 运维", operations, { roles: ["operator"] }),
  person("erin", "Erin Walsh", "manager · 主管", technology, {
    roles: ["manager"],
    leads: technology,
  }),
  person("frank", "Frank Li", "release coordinator · 上线总调度", technology, {
    roles: ["coordinator"],
  }),
  person("grace", "Grace Kim", "admin · 管理员", office, { roles: ["admin"] }),
  person("wang.fang", "王芳", "requester, Chinese · 申请人（中文界面）", platform, {
    locale: "zh-CN",
  }),
  person("li.wei", "李伟", "approver, Chinese · 审批人（运维部负责人，中文界面）", operations, {
    locale: "zh-CN",
    leads: operations,
  }),
];

/** Colleagues who fill the lists. */
export const colleagues: DemoPerson[] = [
  person("zhou.min", "周敏", "head of finance", finance, { locale: "zh-CN", leads: finance }),
  person("liu.yang", "刘洋", "bookkeeper", finance, { locale: "zh-CN" }),
  person("zhao.lei", "赵磊", "managing director", office, { locale: "zh-CN", leads: office }),
  person("sun.li", "孙丽", "sales", sales, { locale: "zh-CN", leads: sales }),
  person("henry", "Henry Adams", "engineer", platform),
  person("chen.jing", "陈静", "engineer", operations, { locale: "zh-CN", roles: ["operator"] }),
];
