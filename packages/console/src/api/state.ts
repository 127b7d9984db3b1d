// What the page and the server say to each other, as JSON: the page imports types of this folder only.

import type { DestinationChoice } from './destination.ts';
import type { FileView } from './file.ts';
import type { Problem } from './problem.ts';
import type { CheckView } from './rows.ts';
import type { SendView } from './send.ts';

/** All that the page shows beside rows. */
export interface ConsoleState {
  /** The folder that the command was started in. */
  readonly folder: string;
  readonly file: FileView | undefined;
  readonly check: CheckView | undefined;
  readonly destination: DestinationChoice | undefined;
  readonly send: SendView | undefined;
  /** What to know before Send is pressed. */
  readonly beforeSending: readonly string[];
  readonly problem: Problem | undefined;
  /** Changes when rows have changed. */
  readonly rowsVersion: number;
}

/** An import that a ledger on this machine knows. */
export interface PastImport {
  readonly id: string;
  readonly file: string;
  readonly to: string;
  readonly account: string;
  readonly startedAt: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly canUndo: boolean;
}
