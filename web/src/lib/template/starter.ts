/** A small valid template to begin with. */
export const starter = `# A template: what is asked for (form), then who is asked (chain).
name: { en: New request, zh-CN: 新申请 }
category: business # infrastructure, data, support, release, business
numberPrefix: REQ
form:
  summary: [reason]
  fields:
    - type: longText
      name: reason
      label: { en: Reason, zh-CN: 事由 }
      required: true
      maxLength: 2000
chain:
  - kind: approve
    id: leader
    name: { en: Department leader, zh-CN: 部门负责人 }
    who: [{ departmentLeader: { up: 0 } }]
    mode: any
`;
