import { AsyncLocalStorage } from 'node:async_hooks';

/** For whom a request is sent: single leads overtake imports, and imports take turns. */
export interface RequestOrigin {
  readonly isUrgent: boolean;
  readonly importId: string | undefined;
}

const origins = new AsyncLocalStorage<RequestOrigin>();

/** Runs work whose requests belong to one origin, however deep in the call they are sent. */
export const withOrigin = <Value>(origin: RequestOrigin, work: () => Promise<Value>): Promise<Value> =>
  origins.run(origin, work);

/** The origin of the code that runs now. What is sent outside of a worker is a single lead. */
export const currentOrigin = (): RequestOrigin => origins.getStore() ?? { isUrgent: true, importId: undefined };
