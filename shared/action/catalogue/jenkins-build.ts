import * as z from "zod";
import { defineAction } from "#shared/action/definition.ts";
import { field, SecretRef } from "#shared/core/fields.ts";
import { both } from "#shared/core/text.ts";

const parameterName = z.string().regex(/^[A-Za-z_][\w.-]{0,99}$/);
const value = z.string().max(4000);

export const JenkinsBuildParameters = z.strictObject({
  server: field(z.string().min(1).max(40), {
    name: both("Server", "服务器"),
    options: { source: "jenkins.servers" },
  }),
  job: field(z.string().regex(/^[^/]{1,100}(\/[^/]{1,100}){0,9}$/), {
    name: both("Job", "任务"),
    help: both("With its folders: team/deploy.", "包含文件夹：team/deploy。"),
    options: { source: "jenkins.jobs", dependsOn: ["server"] },
  }),
  parameters: field(z.record(parameterName, value).default({}), {
    name: both("Parameters", "构建参数"),
  }),
  secretParameters: field(z.record(parameterName, SecretRef).default({}), {
    name: both("Secret parameters", "密钥参数"),
  }),
  keyParameter: field(z.union([z.literal(""), parameterName]).default(""), {
    name: both("Parameter for the key", "幂等键参数"),
    help: both(
      "A text parameter of the job that nobody else fills in. By its value a build is found after a lost answer, and two runs never share one.",
      "任务中专用的文本参数。应答丢失后凭其值找回构建；两次执行不会共用同一个构建。",
    ),
  }),
  proceedInputs: field(z.array(z.string().min(1).max(100)).max(20).default([]), {
    name: both("Inputs to proceed", "自动继续的输入步骤"),
    help: both(
      "Ids of input steps that are answered at once; * for all. Others wait for somebody in Jenkins.",
      "自动确认的 input 步骤 id；* 表示全部。其余步骤等待在 Jenkins 中人工处理。",
    ),
  }),
  inputParameters: field(z.record(parameterName, value).default({}), {
    name: both("Values for inputs", "输入步骤的参数"),
    help: both("Others keep their defaults.", "未填写的使用默认值。"),
  }),
  allowUnstable: field(z.boolean().default(false), {
    name: both("Unstable is good enough", "允许不稳定"),
  }),
});

export const jenkinsBuild = defineAction({
  code: "jenkins.build",
  name: both("Jenkins build", "Jenkins 构建"),
  description: both(
    "Starts a build, follows its log and takes its result.",
    "触发构建，跟踪日志并获取结果。",
  ),
  category: "application",
  scenes: ["EMERGENCY", "SELF_RECOVERY", "RECOVERY"],
  isVisible: true,
  displayOrder: 300,
  parameters: JenkinsBuildParameters,
  output: z.object({
    number: field(z.number(), { name: both("Number", "构建号") }),
    url: field(z.string(), { name: both("Address", "地址") }),
    result: field(z.string(), { name: both("Result", "结果") }),
  }),
  requiredSettings: ["jenkins", "outbound"],
  isIdempotent: () => false,
  mode: () => "poll",
  canCancel: () => true,
  canFind: ({ keyParameter }) => keyParameter !== "",
  risk: "medium",
  inverse: null,
  timeoutSeconds: () => 3600,
  targets: null,
  hasDryRun: true,
});
