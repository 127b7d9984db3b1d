import { type LeadOutcome, LeadwireError } from '@leadwire/core';
import { expect, test } from 'vitest';
import { memoryLedger } from '../ledgers/memory-ledger.ts';
import { outcomeInEvidence, recordedOutcome, toCompletion } from './recorded-outcome.ts';

const common = { certainty: 'certain', ignored: [], unchanged: [], unsupported: [] } as const;
const error = new LeadwireError('rejected', 'fake leads.create was refused (422)', {
  provider: 'fake',
  status: 422,
  code: 'bad_email',
  issues: [{ path: 'email', message: 'is not an address' }],
  hint: 'Correct it.',
});

const outcomes: LeadOutcome[] = [
  { ...common, outcome: 'created', id: 'id-1' },
  { ...common, outcome: 'existed', id: undefined, certainty: 'probable', unchanged: ['email'] },
  { ...common, outcome: 'updated', id: 'id-1' },
  { ...common, outcome: 'partial', id: 'id-1', ignored: [{ field: 'tags', reason: 'are not known there' }] },
  { ...common, outcome: 'accepted', unsupported: [{ field: 'notes', reason: 'has no place' }] },
  { ...common, outcome: 'duplicate', id: 'id-1', of: 'row-1' },
  { ...common, outcome: 'rejected', error },
  { ...common, outcome: 'parked', error, lookup: { phone: '+14155552671' } },
];

const store = async (outcome: LeadOutcome) => {
  const ledger = memoryLedger();
  const [claim] = await ledger.claim([{ provider: 'fake', account: 'a', key: 'k', fingerprint: 'f' }], {
    now: 1,
    leaseMs: 1,
  });
  if (claim === undefined) throw new Error('no claim');
  await ledger.complete([{ row: claim.row, completion: toCompletion(outcome) }], 2);
  const row = await ledger.get(claim.row);
  if (row === undefined) throw new Error('no row');
  return row;
};

test.each(outcomes)('a $outcome lead comes out of the ledger as it went in, marked as replayed', async (outcome) => {
  const { replayed, ...again } = recordedOutcome(await store(outcome)) as LeadOutcome & { error?: LeadwireError };
  expect(replayed).toBe(true);
  if ('error' in outcome) expect(again.error?.toJSON()).toEqual(outcome.error.toJSON());
  const { error: _before, ...expected } = outcome as LeadOutcome & { error?: LeadwireError };
  const { error: _after, ...got } = again;
  expect(got).toEqual({ ...expected, ...(outcome.outcome === 'parked' && { certainty: 'probable' }) });
});

test('whom it was given to may be an address: the ledger does not keep it', async () => {
  const row = await store({ ...common, outcome: 'created', id: 'id-1', assignedTo: 'boss@example.com' });
  expect(JSON.stringify(row)).not.toContain('boss');
  expect(recordedOutcome(row)).toEqual({ ...common, outcome: 'created', id: 'id-1', replayed: true });
});

test('a plain success takes no room in the ledger', () => {
  expect(toCompletion({ ...common, outcome: 'created', id: 'id-1' }).detail).toBeUndefined();
});

test('evidence settles a lead only where a worker saw it arrive', async () => {
  const row = await store(outcomes[6] as LeadOutcome);
  const line = (state: string, outcome: string) =>
    JSON.stringify({ at: 1, fencingToken: 1, state, outcome, remoteId: 'id-9' });
  expect(outcomeInEvidence(row)).toBeUndefined();
  expect(outcomeInEvidence({ ...row, evidence: line('rejected', 'rejected') })).toBeUndefined();
  expect(
    outcomeInEvidence({ ...row, evidence: `${line('parked', 'parked')}\n${line('confirmed', 'created')}` }),
  ).toMatchObject({ outcome: 'created', id: 'id-9' });
  const queued = outcomeInEvidence({ ...row, evidence: line('confirmed', 'accepted') });
  expect([queued?.outcome, queued?.id]).toEqual(['accepted', undefined]);
});
