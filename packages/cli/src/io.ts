import type { Readable, Writable } from 'node:stream';

/** A stream to write to, which may be a terminal. */
export type Out = Writable & { readonly isTTY?: boolean; readonly columns?: number };

/** All that a command touches of its surroundings, handed in so that a test needs no child process. */
export interface Io {
  readonly stdin: Readable;
  readonly stdout: Out;
  readonly stderr: Out;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted once to stop cleanly. */
  readonly signal: AbortSignal;
}
