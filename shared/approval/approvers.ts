import * as z from "zod";
import { FieldName } from "#shared/form/schema.ts";

const email = z.email().max(254).toLowerCase();

const named = [
  z.strictObject({ users: z.array(email).min(1).max(40) }),
  z.strictObject({ role: z.string().min(1).max(60) }),
  /** Leader of the requester's primary department, `up` levels above it (0 = her own). */
  z.strictObject({ departmentLeader: z.strictObject({ up: z.number().int().min(0).max(9) }) }),
  z.strictObject({ departmentApprovers: z.literal(true) }),
  /** Owner of the service that this field names: the primary one, or the backup when she cannot act. */
  z.strictObject({ serviceOwner: FieldName }),
  /** The person that a field of type user names. */
  z.strictObject({ field: FieldName }),
  z.strictObject({ requester: z.literal(true) }),
] as const;

const Named = z.union(named);
export type NamedApprovers = z.infer<typeof Named>;

/** The requester picks, among these people (without `from`: among everybody), when she submits. */
const Choice = z.strictObject({
  choice: z
    .strictObject({
      from: z.array(Named).min(1).max(10).optional(),
      atLeast: z.number().int().min(1).max(20).default(1),
      atMost: z.number().int().min(1).max(20).default(1),
    })
    .refine((range) => range.atLeast <= range.atMost, "atLeast is above atMost"),
});
export type Choice = z.infer<typeof Choice>["choice"];

/** An outside system is asked: POST of form and requester, answer `{"users": ["mail", …]}`. */
const Resolver = z.strictObject({
  resolver: z.strictObject({
    url: z.url({ protocol: /^https?$/ }).max(500),
    timeoutSeconds: z.number().int().min(1).max(10).default(5),
  }),
});

/** Who is asked. Several sources are joined; a person named twice is asked once. */
export const Approvers = z.union([...named, Choice, Resolver]);
export type Approvers = z.infer<typeof Approvers>;
