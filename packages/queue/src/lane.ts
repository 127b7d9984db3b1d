import { AsyncLocalStorage } from 'node:async_hooks';

/** For whom a request is sent: single leads overtake imports, and imports take turns. */
export interface Lane {
  readonly isUrgent: boolean;
  readonly importId: string | undefined;
}

const lanes = new AsyncLocalStorage<Lane>();

/** Runs work whose requests belong to one lane, however deep in the call they are sent. */
export const inLane = <Value>(lane: Lane, work: () => Promise<Value>): Promise<Value> => lanes.run(lane, work);

/** The lane of the code that runs now. What is sent outside of a worker is a single lead. */
export const currentLane = (): Lane => lanes.getStore() ?? { isUrgent: true, importId: undefined };
