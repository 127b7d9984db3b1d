import { LeadwireError } from '@leadwire/core';

/** Counts the work that is in flight, so that closing can wait for it. */
export interface InFlightTracker {
  /** @throws LeadwireError `invalid-input` after `drain()` was called */
  begin(): void;
  end(): void;
  /** Takes no more work; resolves when nothing is in flight. */
  drain(): Promise<void>;
}

export function createInFlightTracker(): InFlightTracker {
  let inFlight = 0;
  let onDrained: (() => void) | undefined;
  let drained: Promise<void> | undefined;
  return {
    begin() {
      if (drained !== undefined)
        throw new LeadwireError('invalid-input', 'leadwire is closed', { hint: 'Create another with createLeadwire.' });
      inFlight++;
    },
    end() {
      inFlight--;
      if (inFlight === 0) onDrained?.();
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

/** Runs work that `drain()` waits for. */
export async function tracked<Value>(tracker: InFlightTracker, work: () => Promise<Value>): Promise<Value> {
  tracker.begin();
  try {
    return await work();
  } finally {
    tracker.end();
  }
}
