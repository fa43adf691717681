import { randomUUID } from "node:crypto";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";

/** The request as an HTTP API hands it to Lambda (payload format 2.0). */
export async function toGatewayEvent(
  request: Request,
  sourceIp: string,
): Promise<APIGatewayProxyEventV2> {
  const url = new URL(request.url);
  const { cookie, ...headers } = Object.fromEntries(request.headers);
  const body = Buffer.from(await request.arrayBuffer());
  const isText = isTextType(headers["content-type"] ?? "");
  const query = [...new Set(url.searchParams.keys())].map((key) => [
    key,
    url.searchParams.getAll(key).join(","),
  ]);
  const now = new Date();
  return {
    version: "2.0",
    routeKey: "$default",
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    headers,
    ...(cookie ? { cookies: cookie.split(/; */) } : {}),
    ...(query.length > 0 ? { queryStringParameters: Object.fromEntries(query) } : {}),
    requestContext: {
      accountId: "000000000000",
      apiId: "local",
      domainName: url.host,
      domainPrefix: "local",
      http: {
        method: request.method,
        path: url.pathname,
        protocol: "HTTP/1.1",
        sourceIp,
        userAgent: headers["user-agent"] ?? "",
      },
      requestId: randomUUID(),
      routeKey: "$default",
      stage: "$default",
      time: now.toUTCString(),
      timeEpoch: now.getTime(),
    },
    ...(body.length > 0 ? { body: body.toString(isText ? "utf8" : "base64") } : {}),
    isBase64Encoded: body.length > 0 && !isText,
  };
}

/** API Gateway passes these types as text and everything else as base64. */
function isTextType(contentType: string): boolean {
  return /^(text\/|application\/(json|.*\+json|javascript|xml|.*\+xml|x-www-form-urlencoded))/i.test(
    contentType,
  );
}

/** What a handler answered, as the HTTP response API Gateway makes of it; anything but a structured result is JSON. */
export function fromGatewayResult(result: unknown): Response {
  if (!isStructured(result)) return Response.json(result ?? null);
  const status = result.statusCode ?? 200;
  const headers = new Headers();
  for (const [name, value] of Object.entries(result.headers ?? {}))
    headers.set(name, String(value));
  for (const cookie of result.cookies ?? []) headers.append("set-cookie", cookie);
  const body = result.isBase64Encoded
    ? Buffer.from(result.body ?? "", "base64")
    : (result.body ?? "");
  const isBodiless = status === 204 || status === 304;
  return new Response(isBodiless ? null : body, { status, headers });
}

function isStructured(result: unknown): result is APIGatewayProxyStructuredResultV2 {
  return typeof result === "object" && result !== null && "statusCode" in result;
}
