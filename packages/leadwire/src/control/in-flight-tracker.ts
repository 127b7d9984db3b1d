/** Counts the work that is in flight, so that closing can wait for it. */
export interface InFlightTracker {
  /** Runs work that `drain()` waits for. Rejects after that was called. */
  track<Value>(work: () => Promise<Value>): Promise<Value>;
  /** Takes no more work; resolves when nothing is in flight. */
  drain(): Promise<void>;
}

/** @param closed - the error for work that comes after `drain()` */
export function createInFlightTracker(closed: () => Error): InFlightTracker {
  let inFlight = 0;
  let onDrained: (() => void) | undefined;
  let drained: Promise<void> | undefined;
  return {
    async track(work) {
      if (drained !== undefined) throw closed();
      inFlight++;
      try {
        return await work();
      } finally {
        inFlight--;
        if (inFlight === 0) onDrained?.();
      }
    },
    drain() {
      drained ??= new Promise((resolve) => {
        onDrained = resolve;
        if (inFlight === 0) resolve();
      });
      return drained;
    },
  };
}
