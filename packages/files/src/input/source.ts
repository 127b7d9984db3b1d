import type { Readable } from 'node:stream';

/** What reading touches of its surroundings. */
export interface Surroundings {
  /** Read where the path is `-`. */
  readonly stdin: Readable;
  /** Aborted to stop reading. */
  readonly signal: AbortSignal;
}
