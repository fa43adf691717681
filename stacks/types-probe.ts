// Mistakes that `npm run types:stacks` must see. When a type is lost (`any`), the expected error is
// missing, and that is an error here. Nothing imports this file and nothing runs it.
export function probe(): void {
  const key = { fields: { pk: "string" }, primaryIndex: { hashKey: "pk" } } as const;
  // @ts-expect-error: no such argument
  new sst.aws.Dynamo("Probe", { ...key, tll: "expiresAt" });
  // @ts-expect-error: no such runtime
  new sst.aws.Function("Probe", { handler: "x.handler", runtime: "nodejs12.x" });
  // @ts-expect-error: not a schedule
  new sst.aws.CronV2("Probe", { schedule: "every minute", function: "x.handler" });
  // @ts-expect-error: a role is required
  new aws.sfn.StateMachine("Probe", { definition: "{}" });
  // @ts-expect-error: no such property
  void new sst.aws.Router("Probe").address;
  // @ts-expect-error: an output is not a string
  const region: string = aws.getRegionOutput().region;
  void region;
}
