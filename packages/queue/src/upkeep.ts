/** Runs something again and again, each time after the last has ended. @returns ends it, after the round that is under way */
export function startUpkeep(
  everyMs: number,
  round: () => Promise<void>,
  onError: (error: unknown) => void,
): () => Promise<void> {
  let isEnded = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  const run = async (): Promise<void> => {
    await round().catch(onError);
    if (!isEnded) timer = setTimeout(start, everyMs);
  };
  const start = (): void => {
    running = run();
  };
  start();
  return async () => {
    isEnded = true;
    clearTimeout(timer);
    await running;
  };
}
