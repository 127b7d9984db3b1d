/**
 * Calls of one turn of the event loop, and those that come while others are in flight, run together: one round trip and one commit for all.
 * @param run - resolves to one result for each item, in order
 */
export function coalesced<Item, Result>(
  run: (items: readonly Item[]) => Promise<readonly Result[]>,
  maxItems = 1_000,
): (items: readonly Item[]) => Promise<Result[]> {
  interface Call {
    readonly items: readonly Item[];
    readonly resolve: (results: Result[]) => void;
    readonly reject: (reason: unknown) => void;
  }
  let waiting: Call[] = [];
  let running = false;

  const next = (): Call[] => {
    let count = 0;
    const fits = waiting.findIndex((call, index) => {
      count += call.items.length;
      return index > 0 && count > maxItems;
    });
    const calls = fits === -1 ? waiting : waiting.slice(0, fits);
    waiting = fits === -1 ? [] : waiting.slice(fits);
    return calls;
  };

  const runAll = async (): Promise<void> => {
    for (let calls = next(); calls.length > 0; calls = next()) {
      try {
        const results = await run(calls.flatMap((call) => call.items));
        let from = 0;
        for (const call of calls) {
          call.resolve(results.slice(from, from + call.items.length));
          from += call.items.length;
        }
      } catch (error) {
        for (const call of calls) call.reject(error);
      }
    }
    running = false;
  };

  return (items: readonly Item[]): Promise<Result[]> => {
    if (items.length === 0) return Promise.resolve([]);
    return new Promise((resolve, reject) => {
      waiting.push({ items, resolve, reject });
      if (running) return;
      running = true;
      setImmediate(runAll); // those that are made in the same turn come along
    });
  };
}
