import * as z from "zod";

export const AttachmentId = z.string().regex(/^att_[0-9A-HJKMNP-TV-Z]{26}$/);

/** 20 MiB: what a phone photo, a log or a spreadsheet needs. */
export const largestFileBytes = 20 * 1024 * 1024;

/** Types that a browser can't be made to run; everything is served as a download. */
export const allowedTypes = [
  "application/pdf",
  "application/zip",
  "application/json",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  "image/png",
  "image/jpeg",
  "image/webp",
  "image/heic",
  "text/plain",
  "text/csv",
] as const;

export const AddAttachmentInput = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .regex(/^[^/\\\u0000-\u001f]+$/, "no slashes or control characters"),
  size: z.number().int().min(1).max(largestFileBytes),
  type: z.enum(allowedTypes),
  /** Hex SHA-256 of the content; what arrives must have it. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
