/** Runs `job` now and then every `intervalMs`, never two at once; a failure is logged and the next turn tries again. */
export function startTimer(
  name: string,
  job: () => Promise<void>,
  intervalMs: number,
): { stop: () => Promise<void> } {
  let running: Promise<void> | undefined;
  const turn = () => {
    running ??= job()
      .catch((error: unknown) => console.error(`${name} failed`, error))
      .finally(() => (running = undefined));
  };
  const timer = setInterval(turn, intervalMs);
  turn();
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}
