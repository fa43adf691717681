import type { Api } from "./api.ts";

/**
 * A template with everything a chain can do with people: a first approver, two ways at the same time (a panel
 * by votes that fills in a field; people whom the requester picks), a last approver picked from a list.
 */
export function releaseTemplate(name: string): string {
  return `name: { en: "${name}", zh-CN: "${name}" }
category: release
numberPrefix: REL
form:
  fields:
    - { type: text, name: what, label: { en: What changes, zh-CN: 变更内容 }, required: true }
    - { type: number, name: hosts, label: { en: Hosts, zh-CN: 主机数 } }
    - { type: longText, name: plan, label: { en: Rollback plan, zh-CN: 回退方案 } }
chain:
  - { kind: approve, id: first, name: { en: Team lead, zh-CN: 组长审批 }, who: [{ users: [bob@demo.test] }], ifChanged: keep }
  - kind: parallel
    id: both
    name: { en: Reviews, zh-CN: 并行评审 }
    branches:
      - name: { en: Technical, zh-CN: 技术评审 }
        nodes:
          - kind: approve
            id: panel
            name: { en: Review panel, zh-CN: 评审小组 }
            who: [{ users: [carol@demo.test, erin@demo.test, zhou.min@demo.test] }]
            mode: votes
            votes: { atLeast: 2 }
            fields: { plan: required, hosts: edit }
      - name: { en: Business, zh-CN: 业务评审 }
        nodes:
          - { kind: approve, id: picked, name: { en: Picked, zh-CN: 自选审批人 }, who: [{ choice: {} }] }
  - { kind: wait, id: rest, name: { en: Cooling-off, zh-CN: 冷静期 }, minutes: 60 }
  - kind: approve
    id: last
    name: { en: Release manager, zh-CN: 发布经理 }
    who: [{ choice: { from: [{ users: [frank@demo.test, erin@demo.test] }] } }]
`;
}

/** Publishes a template; its id. */
export async function publish(api: Api, source: string): Promise<string> {
  const grace = await api.as("grace");
  const { id } = await grace.call("createTemplate", { body: { source } });
  await grace.call("publishTemplate", { params: { id } });
  return id;
}

/** A release of alice's that waits for its first approver. */
export async function submitRelease(api: Api, templateId: string, title: string): Promise<string> {
  const alice = await api.as("alice");
  const choices = { picked: [await api.userId("henry")], last: [await api.userId("frank")] };
  const values = { what: "Search 2.4 搜索", hosts: 4 };
  const body = { templateId, title, values, choices };
  const { id } = await alice.call("createTicket", { body });
  await alice.call("submitTicket", { params: { id } });
  await api.reach(id, "bob", ({ myTask }) => myTask !== null);
  return id;
}
