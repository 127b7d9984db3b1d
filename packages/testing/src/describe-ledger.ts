import { describe } from 'vitest';
import { describeArguments } from './ledger/arguments.ts';
import { describeCorrections } from './ledger/corrections.ts';
import { describeErasure } from './ledger/erasure.ts';
import { describeEvidence } from './ledger/evidence.ts';
import { describeInterleavings } from './ledger/interleavings.ts';
import { describeLeases } from './ledger/leases.ts';
import { describeOutcomes } from './ledger/outcomes.ts';
import { describePeople } from './ledger/people.ts';
import { describePurposes } from './ledger/purposes.ts';
import { describeReleases } from './ledger/releases.ts';
import { type LedgerFactory, testLedger } from './ledger/tested-ledger.ts';
import { describeViews } from './ledger/views.ts';

export type { LedgerFactory } from './ledger/tested-ledger.ts';

/**
 * The promises that every ledger keeps, as tests for vitest.
 * @example describeLedger('memoryLedger', async () => ({ ledger: memoryLedger() }))
 */
export function describeLedger(
  name: string,
  makeLedger: LedgerFactory,
  options: { readonly runs?: number } = {},
): void {
  describe(name, () => {
    const tested = testLedger(makeLedger);
    describeLeases(tested);
    describeOutcomes(tested);
    describeEvidence(tested);
    describeCorrections(tested);
    describePeople(tested);
    describeReleases(tested);
    describePurposes(tested);
    describeViews(tested);
    describeArguments(tested);
    describeErasure(tested);
    describeInterleavings(() => makeLedger(), options.runs ?? 100);
  });
}
