/** Runs at most so many at once; the rest waits its turn, in order. */
export type Limit = <Value>(work: () => Promise<Value>) => Promise<Value>;

export function createLimit(atOnce: number): Limit {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
    else running++;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running--;
      else next(); // takes over the place
    }
  };
}
