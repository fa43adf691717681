/// <reference path="./.sst/platform/config.d.ts" />

// The product on AWS. `npm start` runs the same handlers and machines on one machine (stacks/local).
export default $config({
  app(input) {
    const isPermanent = input.stage === "production";
    return {
      name: "countersign",
      home: "aws",
      removal: isPermanent ? "retain" : "remove",
      protect: isPermanent,
      providers: { aws: { version: "7.20.0", region: "us-east-1" } },
    };
  },
  async run() {
    await import("./stacks/secret.ts");
    await import("./stacks/table.ts");
    const { router } = await import("./stacks/router.ts");
    await import("./stacks/bucket.ts");
    await import("./stacks/email.ts");
    await import("./stacks/workflow.ts");
    await import("./stacks/api.ts");
    await import("./stacks/initialise.ts");
    await import("./stacks/stream.ts");
    await import("./stacks/cron.ts");
    await import("./stacks/web.ts");
    await import("./stacks/alarm.ts");
    return { url: router.url };
  },
});
