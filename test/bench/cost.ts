import { CostRun, scenarios, type Cost } from "./cost-run.ts";

/** What one ticket costs from its submit to its rating: DynamoDB on demand, Step Functions transitions. */
function row({ scenario, requests, readUnits, writeUnits, indexWriteUnits, transitions }: Cost) {
  const total = Object.values(requests).reduce((sum, count) => sum + count, 0);
  return { scenario, requests: total, readUnits, writeUnits, indexWriteUnits, transitions };
}

const costRun = await CostRun.start();
try {
  const costs: Cost[] = [];
  for (const scenario of scenarios) costs.push(await costRun.measure(scenario));
  console.table(costs.map(row));
  console.log(JSON.stringify(costs));
} finally {
  await costRun.stop();
}
