import { LeadwireError } from '@leadwire/core';

/** Lets work in until it is closed, and waits for what is inside. */
export interface Door {
  /** @throws LeadwireError `invalid-input` once it is closed */
  enter(): void;
  leave(): void;
  /** Settles when the last one has left. */
  close(): Promise<void>;
}

export function createDoor(): Door {
  let inside = 0;
  let closing: PromiseWithResolvers<void> | undefined;
  return {
    enter() {
      if (closing !== undefined)
        throw new LeadwireError('invalid-input', 'leadwire: it is closed', {
          hint: 'Make another one with createLeadwire.',
        });
      inside++;
    },
    leave() {
      inside--;
      if (inside === 0) closing?.resolve();
    },
    async close() {
      closing ??= Promise.withResolvers<void>();
      if (inside > 0) await closing.promise;
    },
  };
}

/** Work that is waited for when all is closed. */
export async function inside<Value>(door: Door, work: () => Promise<Value>): Promise<Value> {
  door.enter();
  try {
    return await work();
  } finally {
    door.leave();
  }
}
