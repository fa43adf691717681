import * as z from "zod";
import { TaskId } from "./schema.ts";

/** What callers send: the bodies of the commands on tickets and tasks. */

const values = z.record(z.string().max(64), z.unknown());
/** People the requester picked, by the node that asks for it. */
export const Choices = z.record(
  z.string().max(40),
  z.array(z.string().regex(/^usr_[0-9A-HJKMNP-TV-Z]{26}$/)).max(20),
);
const title = z.string().trim().min(1).max(300);
export const Comment = z.string().trim().min(1).max(5000);

export const CreateTicketInput = z.strictObject({
  templateId: z.string().regex(/^tpl_[0-9A-HJKMNP-TV-Z]{26}$/),
  title: title.optional(),
  values: values.default({}),
  choices: Choices.optional(),
});
export const SaveTicketInput = z.strictObject({
  title: title.optional(),
  values,
  choices: Choices.optional(),
});
export const WithdrawInput = z.strictObject({ comment: Comment.optional() });
export const CommentInput = z.strictObject({ comment: Comment });
export const RateInput = z.strictObject({
  score: z.number().int().min(1).max(5),
  comment: Comment.optional(),
});
/** `return` and `veto` need a comment. `seen` is the fingerprint of the page the person decided on. */
export const DecideInput = z
  .strictObject({
    action: z.enum(["approve", "return", "veto", "confirm"]),
    comment: Comment.optional(),
    seen: z.string().max(64).optional(),
    /** A return only: the passed steps that are asked again; without it, back to the requester. */
    to: z.array(z.string().max(40)).min(1).max(20).optional(),
  })
  .refine((input) => input.to === undefined || input.action === "return", {
    path: ["to"],
    message: "Only a return names steps.",
    params: { code: "not_allowed" },
  })
  .refine((input) => input.comment !== undefined || !["return", "veto"].includes(input.action), {
    path: ["comment"],
    message: "A reason is needed.",
    params: { code: "required" },
  });

const person = z.string().regex(/^usr_[0-9A-HJKMNP-TV-Z]{26}$/);
export const TransferInput = z.strictObject({ to: person, comment: Comment.optional() });
export const AddApproversInput = z.strictObject({
  people: z.array(person).min(1).max(10),
  place: z.enum(["before", "after", "parallel"]),
  comment: Comment.optional(),
});
export const RemoveApproverInput = z.strictObject({ comment: Comment.optional() });
/** Only the fields that change; null empties one. `seen` as in a decision. */
export const ChangeFormInput = z.strictObject({ values, seen: z.string().max(64).optional() });
export const ReassignInput = z.strictObject({ to: person, reason: Comment });
/** What waits for somebody goes to `to`, or with null to whoever stands one level above her. */
export const HandOverInput = z.strictObject({
  to: person.nullable(),
  reason: Comment,
  cursor: z.string().max(2000).optional(),
  limit: z.number().int().min(1).max(50).default(50),
});
export const BatchInput = z.strictObject({
  items: z
    .array(DecideInput.safeExtend({ taskId: TaskId }))
    .min(1)
    .max(50),
});
/** What became of one decision of a batch; `code` and `message` say why it was refused. */
export const BatchResult = z.object({
  taskId: z.string(),
  ok: z.boolean(),
  code: z.string().nullable(),
  message: z.string().nullable(),
});
export type BatchResult = z.infer<typeof BatchResult>;

export const BlockInput = z.strictObject({
  reason: Comment,
  resource: z.string().trim().min(1).max(300).optional(),
});
export const ReasonInput = z.strictObject({ reason: Comment });
