import { S3Client } from "@aws-sdk/client-s3";
import { SESv2Client } from "@aws-sdk/client-sesv2";
import { SFNClient } from "@aws-sdk/client-sfn";
import { SSMClient } from "@aws-sdk/client-ssm";

function once<Client>(make: () => Client): () => Client {
  let client: Client | undefined;
  return () => (client ??= make());
}

// Made at first use, and marked pure: a bundle holds only the clients that its function uses.
// Endpoints and region come from the SDK's own environment variables.
export const stepFunctions = /* @__PURE__ */ once(() => new SFNClient({ maxAttempts: 5 }));
// SES knows no retry key: a second attempt after an unclear first could be a second mail.
export const mail = /* @__PURE__ */ once(() => new SESv2Client({ maxAttempts: 1 }));
export const parameters = /* @__PURE__ */ once(() => new SSMClient({ maxAttempts: 4 }));
export const files = /* @__PURE__ */ once(() => new S3Client({ maxAttempts: 3 }));

/** Signs addresses for browsers, which reach the files by another name than we do. Sends nothing. */
export const publicFiles = /* @__PURE__ */ once(() => {
  const endpoint = process.env["S3_PUBLIC_URL"];
  const address = endpoint === undefined ? {} : { endpoint, forcePathStyle: true };
  // Otherwise the checksum of no content would be signed for every upload.
  return new S3Client({ ...address, requestChecksumCalculation: "WHEN_REQUIRED" });
});
