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

/** What the command's exit code says to the program that started it. */
export const EXIT = {
  /** All sent, or already there. */
  done: 0,
  /** Some rows were rejected or parked: the report says which. */
  someRowsFailed: 1,
  /** Usage or configuration: nothing was done. */
  usage: 2,
  /** Stopped before the end: run it again to resume. */
  stopped: 3,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
