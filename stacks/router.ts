import { publicDomain } from "./stage.ts";

/** Sent unless the response says otherwise; the API sets its own policy. */
const securityHeaders = {
  "strict-transport-security": "max-age=31536000; includeSubDomains",
  "x-content-type-options": "nosniff",
  "referrer-policy": "same-origin",
  "content-security-policy": "frame-ancestors 'none'",
};

const injection = Object.entries(securityHeaders)
  .map(([name, value]) => {
    const header = `event.response.headers[${JSON.stringify(name)}]`;
    return `if (!${header}) ${header} = { value: ${JSON.stringify(value)} };`;
  })
  .join("\n");

/** One origin for pages (web.ts) and API (api.ts): no CORS, and the session cookie stays first-party. */
export const router = new sst.aws.Router("Router", {
  ...(publicDomain ? { domain: publicDomain } : {}),
  edge: { viewerResponse: { injection } },
});
