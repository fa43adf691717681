import { listOptions } from "./actions.ts";
import { useBucket } from "./bucket.ts";
import { everyFunction } from "./function.ts";
import { releaseEnvironment } from "./release.ts";
import { router } from "./router.ts";
import { useTable } from "./table.ts";
import { keepSecrets, readSecrets } from "./vault.ts";

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
  environment: { ...everyFunction.environment, ...releaseEnvironment },
  // It reads secrets to ask other systems what there is to choose from; no route gives one away.
  permissions: [...useTable, ...useBucket, keepSecrets, readSecrets, ...listOptions],
});

router.route("/api", api.url);
