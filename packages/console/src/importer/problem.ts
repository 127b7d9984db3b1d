import type { Ended } from '@leadwire/importer';
import { describeError } from '@leadwire/importer/errors';
import type { Problem } from '../api/problem.ts';
import { inPageWords } from './page-words.ts';

/** An error as the page shows it. */
export function problemOf(error: unknown): Problem {
  const described = describeError(error);
  if (described !== undefined)
    return { message: inPageWords(described.message), hints: described.hints.map(inPageWords) };
  return { message: error instanceof Error ? error.message : String(error), hints: ['This is a fault in leadwire.'] };
}

/** Why a run ended before its last row; undefined where it did not. */
export function whyEnded({ stopped, failure }: Ended): Problem | undefined {
  if (failure !== undefined) return problemOf(failure);
  if (stopped === 'hopeless')
    return {
      message: 'Stopped after 100 consecutive failures: the rows behind them would fail too.',
      hints: ['Look at the reasons below, correct the destination, and press Resume.'],
    };
  if (stopped === 'asked') return { message: 'Stopped. What was sent is recorded; Resume sends the rest.', hints: [] };
  return undefined;
}
