import type { Problem } from './problem.ts';

/** How far the sending is. */
export interface SendView {
  readonly state: 'interrupted' | 'opening' | 'running' | 'paused' | 'stopping' | 'ended';
  readonly total: number;
  readonly done: number;
  readonly counts: Readonly<Record<string, number>>;
  /** Rows a second. */
  readonly rate: number;
  readonly secondsLeft: number | undefined;
  readonly notices: readonly string[];
  readonly problem: Problem | undefined;
}

/** What a person found out about parked rows; `look-again` asks the provider once more. */
export type Finding = 'arrived' | 'not-there' | 'look-again';
