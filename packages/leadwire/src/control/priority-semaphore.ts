/** Bounds how many sends of a bulk run queue at a target, and lets single sends pass before them. */
export interface PrioritySemaphore {
  /** Resolves when this send may queue at the target. The returned function gives the permit back; calling it twice is harmless. */
  acquire(priority: 'single' | 'bulk'): Promise<() => void> | (() => void);
}

/**
 * A target's rate limiter serves in order: a bulk run holds at most `permits` places in its queue, and one while a single send waits.
 * A permit is given back when the first byte may leave.
 */
export function createPrioritySemaphore(permits = 4): PrioritySemaphore {
  let singles = 0;
  let bulks = 0;
  const waiting: ((release: () => void) => void)[] = [];

  const hasPermit = (): boolean => bulks < (singles > 0 ? 1 : permits);
  const take = (priority: 'single' | 'bulk'): (() => void) => {
    const step = (by: 1 | -1): void => {
      if (priority === 'single') singles += by;
      else bulks += by;
    };
    let isHeld = true;
    step(1);
    return () => {
      if (!isHeld) return;
      isHeld = false;
      step(-1);
      while (waiting.length > 0 && hasPermit()) waiting.shift()?.(take('bulk'));
    };
  };

  return {
    acquire(priority) {
      if (priority === 'single' || (waiting.length === 0 && hasPermit())) return take(priority);
      return new Promise((resolve) => waiting.push(resolve));
    },
  };
}

/** Runs work under a bulk permit: at most `permits` at once, in order. */
export async function withPermit<Value>(semaphore: PrioritySemaphore, work: () => Promise<Value>): Promise<Value> {
  const release = await semaphore.acquire('bulk');
  try {
    return await work();
  } finally {
    release();
  }
}
