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
  transform: { bucket: { forceDestroy: !isPermanent } },
});

/** Store and fetch; nothing in the product deletes a file. */
export const useBucket = {
  actions: ["s3:GetObject", "s3:PutObject"],
  resources: [$interpolate`${bucket.arn}/*`],
};
