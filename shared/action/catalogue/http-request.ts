import * as z from "zod";
import { field } from "#shared/core/fields.ts";
import { both } from "#shared/core/text.ts";
import { defineAction } from "#shared/action/definition.ts";

const seconds = z.number().int().min(1);
const word = z.string().max(60);

const below = both(
  "Below the status address; with / in front, elsewhere on its host.",
  "位于状态地址之下；以 / 开头则为同一主机的其他路径。",
);

/** The call an operation wants in a state: made once for every value of `stepField`. */
const Advance = z.strictObject({
  state: field(word, { name: both("In this state", "处于该状态时") }),
  path: field(z.string().max(500), { name: both("Address", "地址"), help: below }),
  stepField: field(word.default(""), {
    name: both("Field that names the step", "标识步骤的字段"),
    help: both("Its value is sent as `step`.", "其值作为 step 发送。"),
  }),
});

/** Reads the state of a long operation out of the JSON that its status address answers. */
const Poll = z.strictObject({
  everySeconds: field(seconds.max(3600).default(5), {
    name: both("Ask every", "查询间隔"),
    unit: "seconds",
  }),
  startedStatus: field(z.array(z.number().int().min(200).max(299)).min(1).max(10).default([202]), {
    name: both("HTTP status of what goes on", "表示仍在进行的 HTTP 状态码"),
    help: both("Any other success is the end.", "其他成功状态码即表示结束。"),
  }),
  statusPath: field(z.string().max(500).default(""), {
    name: both("Address to ask at", "查询地址"),
    help: both(
      "Where the answer has no Location; {id} is the field id of the answer.",
      "应答没有 Location 时使用；{id} 表示应答中的字段 id。",
    ),
  }),
  stateField: field(word.default("state"), { name: both("State is in field", "状态字段") }),
  succeeded: field(z.array(word).min(1).default(["succeeded"]), {
    name: both("States of success", "成功状态"),
  }),
  failed: field(z.array(word).min(1).default(["failed"]), {
    name: both("States of failure", "失败状态"),
  }),
  progressField: field(word.default("progress"), {
    name: both("Progress is in field", "进度字段"),
  }),
  advance: field(z.array(Advance).max(10).default([]), {
    name: both("Calls it waits for", "需要推进的调用"),
  }),
  cancelPath: field(z.string().max(500).default(""), {
    name: both("Address that stops it", "取消地址"),
    help: below,
  }),
});

/** Finds, in a list of the other side, what a call whose answer was lost has made there. */
const Find = z.strictObject({
  url: field(z.string().max(2000).default(""), {
    name: both("List", "列表地址"),
    help: both(
      "Empty: what came of a lost call stays unknown. Needs the address to ask at.",
      "为空：应答丢失时结果未知。需要同时填写查询地址。",
    ),
  }),
  itemsField: field(word.default("items"), { name: both("Items are in field", "列表字段") }),
  match: field(
    z.record(word, z.union([z.string().max(200), z.number(), z.boolean()])).default({}),
    {
      name: both("Fields of the item", "匹配字段"),
      help: both(
        "It is the only item with all these values, or nothing is taken for it.",
        "仅当唯一一项与所有值相符时才认定。",
      ),
    },
  ),
});

/** Parameters of `http.request`. In tickets `{{form.x}}`, `{{ticket.number}}` … are filled in before. */
export const HttpRequestParameters = z.strictObject({
  url: field(z.string().min(1).max(2000), { name: both("Address", "地址") }),
  method: field(z.enum(["GET", "POST", "PUT", "PATCH", "DELETE"]).default("POST"), {
    name: both("Method", "方法"),
  }),
  headers: field(
    z.record(z.string().regex(/^[A-Za-z0-9-]{1,60}$/), z.string().max(2000)).default({}),
    { name: both("Headers", "请求头") },
  ),
  body: field(z.unknown().optional(), { name: both("Body (JSON)", "请求体 (JSON)") }),
  mode: field(z.enum(["sync", "poll", "callback"]).default("sync"), {
    name: both("How it ends", "结束方式"),
    help: both(
      "sync: the answer is the result; poll: 202 and a Location to ask at; callback: the other side reports.",
      "sync：应答即结果；poll：返回 202 与 Location 后轮询；callback：对方回调报告。",
    ),
  }),
  poll: field(Poll.prefault({}), { name: both("Asking for the end", "轮询设置") }),
  find: field(Find.prefault({}), { name: both("Finding a lost call", "应答丢失后的查找") }),
  idempotent: field(z.boolean().default(false), {
    name: both("Honours Idempotency-Key", "支持 Idempotency-Key"),
    help: both("A call of unknown end may then be made again.", "结果未知的调用可安全重试。"),
  }),
  timeoutSeconds: field(seconds.max(30 * 24 * 3600).default(600), {
    name: both("Time-out", "超时"),
    help: both("For the whole operation, from the call to its end.", "从发起调用到结束的总时长。"),
    unit: "seconds",
  }),
});
export type HttpRequestParameters = z.output<typeof HttpRequestParameters>;

export const httpRequest = defineAction({
  code: "http.request",
  name: both("HTTP request", "HTTP 请求"),
  description: both("Calls another system by HTTP.", "通过 HTTP 调用外部系统。"),
  category: "general",
  scenes: ["EMERGENCY", "SELF_RECOVERY", "RECOVERY"],
  isVisible: true,
  displayOrder: 10,
  parameters: HttpRequestParameters,
  output: z.object({
    status: field(z.number(), { name: both("Status", "状态码") }),
    body: field(z.unknown(), { name: both("Answer", "应答内容") }),
  }),
  requiredSettings: ["outbound"],
  isIdempotent: ({ idempotent, method }) => idempotent || method === "GET",
  mode: ({ mode }) => mode,
  canCancel: ({ poll }) => poll.cancelPath !== "",
  canFind: ({ find, mode }) => mode === "poll" && find.url !== "",
  risk: "medium",
  inverse: null,
  timeoutSeconds: ({ timeoutSeconds }) => timeoutSeconds,
  targets: null,
  hasDryRun: false,
});
