import type * as server from './server.ts';

/** Stands in the place of the server where a bundler makes code for a browser. */
export const listen: typeof server.listen = () =>
  Promise.reject(
    new TypeError('A browser cannot listen: give simulators.handlers to setupWorker, or use simulators.fetch'),
  );
