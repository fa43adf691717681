import { toJson } from "#stacks/local/ssm/json.ts";
import { AwsError } from "./error.ts";
import { errorHeaders, type Wire } from "./wire.ts";

const CONTENT_TYPE = "application/x-amz-json-1.1";

/** The JSON 1.1 protocol: the operation is in X-Amz-Target after the service's prefix. */
export function jsonWire(prefix: string): Wire {
  return {
    read: ({ headers, body }) => {
      const target = String(headers["x-amz-target"] ?? "");
      if (headers["content-type"] !== CONTENT_TYPE || !target.startsWith(`${prefix}.`)) {
        throw new AwsError("UnknownOperationException", `Unknown operation: ${target}`);
      }
      return { operation: target.slice(prefix.length + 1), input: parse(body) };
    },
    answer: (_operation, output) => ({
      status: 200,
      headers: { "content-type": CONTENT_TYPE },
      body: toJson(output),
    }),
    error: (error) => ({
      status: error.status,
      headers: { "content-type": CONTENT_TYPE, ...errorHeaders(error) },
      body: toJson({ __type: error.name, message: error.message || undefined, ...error.fields }),
    }),
  };
}

/** Throws SerializationException. */
export function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    throw new AwsError("SerializationException", "The request is not JSON.");
  }
}
