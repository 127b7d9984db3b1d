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
