import { everyFunction } from "./function.ts";
import { releaseEnvironment } from "./release.ts";
import { useTable } from "./table.ts";

/** What a release does once before it is used. An older one that is still at it is waited for, hence the time-out. */
const initialise = new sst.aws.Function("Initialise", {
  ...everyFunction,
  environment: { ...everyFunction.environment, ...releaseEnvironment },
  handler: "functions/cron/initialise.handler",
  timeout: "5 minutes",
  permissions: useTable,
});

// Called by each deployment; one whose initialisation fails says so, and the next one does it again.
new aws.lambda.Invocation("Initialised", {
  functionName: initialise.name,
  input: JSON.stringify({ release: releaseEnvironment.RELEASE_ID }),
  triggers: { order: releaseEnvironment.RELEASE_ORDER },
});
