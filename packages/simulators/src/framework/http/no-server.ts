import type * as server from './server.ts';

/** Replaces the server in a bundle for browsers. */
export const listen: typeof server.listen = () =>
  Promise.reject(
    new TypeError('A browser cannot listen: pass simulators.handlers to setupWorker, or use simulators.fetch'),
  );
