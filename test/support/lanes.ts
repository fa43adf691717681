/** Does all of these, so many at a time, and answers in their order. */
export async function inLanes<Result>(
  jobs: (() => Promise<Result>)[],
  lanes: number,
): Promise<Result[]> {
  const results: Result[] = [];
  const rest = jobs.entries();
  const lane = async () => {
    for (const [at, job] of rest) results[at] = await job();
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return results;
}
