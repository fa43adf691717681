import { useBucket } from "./bucket.ts";
import { everyFunction } from "./function.ts";
import { router } from "./router.ts";
import { useTable } from "./table.ts";

/** No CORS: pages call it on their own origin. The limits are the product's 1,200 requests/s with room. */
export const api = new sst.aws.ApiGatewayV2("Api", {
  cors: false,
  accessLog: { retention: "3 months" },
  transform: {
    stage: { defaultRouteSettings: { throttlingRateLimit: 1500, throttlingBurstLimit: 3000 } },
  },
});

// Below the 30 s after which the gateway gives up.
api.route("ANY /api/{proxy+}", {
  ...everyFunction,
  handler: "functions/api/handler.handler",
  timeout: "25 seconds",
  permissions: [...useTable, ...useBucket],
});

router.route("/api", api.url);
