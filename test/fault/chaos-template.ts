/** Two stages (any one of two, then all of two), an automation that the chaos service runs, a confirmation. */
export function chaosTemplate(serviceUrl: string): string {
  return `
name: { en: Chaos request, zh-CN: 混沌测试申请 }
category: support
numberPrefix: CHA
form:
  fields:
    - { type: text, name: subject, label: { en: Subject, zh-CN: 主题 }, required: true }
chain:
  - kind: approve
    id: first
    name: { en: Any one of two, zh-CN: 或签 }
    who: [{ users: [bob@demo.test, carol@demo.test] }]
    mode: any
    timeLimit: { minutes: 10000, remindAt: 0.9, onTimeout: escalate }
  - kind: approve
    id: second
    name: { en: Both, zh-CN: 会签 }
    who: [{ users: [carol@demo.test, erin@demo.test] }]
    mode: all
  - kind: automate
    id: build
    name: { en: Build, zh-CN: 执行 }
    action: http.request
    parameters:
      url: "${serviceUrl}/work"
      mode: poll
      idempotent: true
      timeoutSeconds: 86400
      poll: { everySeconds: 15 }
      body: { subject: "{{form.subject}}" }
  - kind: confirm
    id: accept
    name: { en: Accept, zh-CN: 验收 }
    who: [{ requester: true }]
`;
}
