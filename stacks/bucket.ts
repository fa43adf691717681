import { router } from "./router.ts";
import { isPermanent } from "./stage.ts";

/** Attachments and logs. Private; browsers use signed addresses, which is why the web origin is allowed. */
export const bucket = new sst.aws.Bucket("Bucket", {
  cors: {
    allowOrigins: [router.url],
    allowMethods: ["GET", "PUT"],
    allowHeaders: ["content-type", "x-amz-checksum-sha256"],
    maxAge: "1 hour",
  },
  lifecycle: [{ prefix: "uploads/", expiresIn: "1 day" }],
  transform: { bucket: { forceDestroy: !isPermanent } },
});

/** Store and fetch; only what a client uploaded and the product has checked or refused is deleted. */
export const useBucket = [
  { actions: ["s3:GetObject", "s3:PutObject"], resources: [$interpolate`${bucket.arn}/*`] },
  { actions: ["s3:DeleteObject"], resources: [$interpolate`${bucket.arn}/uploads/*`] },
  // Without it S3 says 403 instead of 404 for an object that is not there.
  { actions: ["s3:ListBucket"], resources: [bucket.arn] },
];

/** For functions that call actions: what those say is kept where it is too long for the table. */
export const keepLogs = {
  actions: ["s3:PutObject"],
  resources: [$interpolate`${bucket.arn}/logs/*`],
};
