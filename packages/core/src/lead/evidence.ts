import type { Completion, LedgerRow } from './ledger.ts';

/** What a worker saw after its lease had moved on. */
type Seen = Pick<Completion, 'state' | 'outcome' | 'remoteId'>;

/** That the effect of a row happened, if a worker saw so after its lease had moved on: it is asked before the provider is. */
export function arrivalIn({ evidence }: Pick<LedgerRow, 'evidence'>): Omit<Seen, 'state'> | undefined {
  const seen = (evidence ?? '').split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Seen]));
  return seen.find(({ state }) => state === 'confirmed');
}
