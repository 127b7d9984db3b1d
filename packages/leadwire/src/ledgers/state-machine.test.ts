import type { Completion, Lead, Ledger, LedgerEntry, LedgerRow } from '@leadwire/core';
import { readLead } from '@leadwire/core/provider';
import { type FakeClock, fakeClock } from '@leadwire/core/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLeadwire } from '../create-leadwire.ts';
import { prepareLead } from '../send/prepare-lead.ts';
import { fakeTarget } from '../testing/fake-target.ts';
import { memoryLedger } from './memory-ledger.ts';

const LEASE_MS = 100;
const jane: Lead = { phone: '+14155552671', name: 'Jane Doe' };

/** One person: as she was first written, as she was corrected, and under their own keys. */
const ITEMS = [
  { lead: jane, ref: 'row 1' },
  { lead: { ...jane, name: 'Jane Roe' }, ref: 'row 2' },
  { lead: jane, key: 'own', ref: 'row 3' },
  { lead: { ...jane, name: 'J. Doe' }, key: 'own', ref: 'row 4' },
];

const COMPLETIONS: readonly Completion[] = [
  { state: 'confirmed', outcome: 'created', remoteId: 'id-1' },
  { state: 'rejected', outcome: 'rejected' },
  { state: 'parked', outcome: 'parked' },
  { state: 'duplicate', outcome: 'duplicate' },
];

/** What a worker may do with any row it was ever given, however late. */
const steps = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: fc.record({ does: fc.constant('claim' as const), item: fc.nat(3) }) },
    { weight: 3, arbitrary: fc.record({ does: fc.constant('mark' as const), row: fc.nat(10) }) },
    {
      weight: 4,
      arbitrary: fc.record({
        does: fc.constant('complete' as const),
        row: fc.nat(10),
        as: fc.constantFrom(...COMPLETIONS),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        does: fc.constant('release' as const),
        row: fc.nat(10),
        after: fc.constantFrom('no-attempt' as const, 'failure' as const, 'unknown' as const),
      }),
    },
    { weight: 1, arbitrary: fc.record({ does: fc.constant('look-up' as const), row: fc.nat(10) }) },
    { weight: 3, arbitrary: fc.record({ does: fc.constant('lapse' as const) }) },
  ),
  { minLength: 3, maxLength: 25, size: 'max' },
);

type Step = typeof steps extends fc.Arbitrary<(infer Value)[]> ? Value : never;

async function entryOf({ lead, ...item }: (typeof ITEMS)[number]): Promise<LedgerEntry> {
  const preparation = await prepareLead(fakeTarget(), { read: readLead(lead), ...item });
  if (!preparation.ok) throw new Error('cannot be sent');
  return preparation.prepared.entry;
}

test('whatever workers leave behind, no lead is waited for without end, none that never left is told as there, and none that was seen to arrive is sent blindly', async () => {
  const entries = await Promise.all(ITEMS.map(entryOf));
  await fc.assert(
    fc.asyncProperty(steps, fc.nat(3), async (script, last) => {
      const clock = fakeClock();
      const ledger = memoryLedger();
      const { take, facts } = createWorkers(ledger, clock, entries);
      for (const step of script) await take(step);
      clock.elapse(LEASE_MS);
      let claims = 0;
      const crm = fakeTarget();
      const bounded = {
        ...ledger,
        claim(...given: Parameters<typeof ledger.claim>) {
          if (++claims > 20) throw new Error('it is asked for without end');
          return ledger.claim(...given);
        },
      };
      const { lead, key } = ITEMS[last] as (typeof ITEMS)[number];
      const told = await createLeadwire({ targets: { crm }, clock, ledger: bounded }).send(lead, { to: 'crm', key });
      if (!facts.mayBeThere) expect(['created', 'rejected']).toContain(told.crm.outcome);
      if (facts.isSeen) expect(crm.requests.filter(({ way }) => way === 'send')).toEqual([]);
    }),
    { numRuns: 3_000 },
  );
});

/** Workers that take steps on one ledger, and what they did with their lead. */
function createWorkers(ledger: Ledger, clock: FakeClock, entries: readonly LedgerEntry[]) {
  const rows: LedgerRow[] = [];
  const facts = { isSeen: false, mayBeThere: false };
  const claim = async (item: number): Promise<void> => {
    const [found] = await ledger.claim([entries[item] as LedgerEntry], { now: clock.now(), leaseMs: LEASE_MS });
    if (found?.kind === 'leased') expect(facts.isSeen).toBe(false);
    if (found?.kind === 'leased' || found?.kind === 'sent-before') rows.push(found.row);
  };
  const change = async (step: Exclude<Step, { does: 'claim' | 'lapse' }>, row: LedgerRow): Promise<void> => {
    const now = clock.now();
    switch (step.does) {
      case 'mark': {
        const [isHeld] = await ledger.markSent([row], now, LEASE_MS);
        facts.mayBeThere ||= isHeld === true;
        return;
      }
      case 'release':
        await ledger.release([row], now, { after: step.after });
        facts.mayBeThere ||= step.after === 'unknown';
        return;
      case 'look-up': {
        const found = await ledger.get(row);
        if (found) await ledger.release([found], now, { after: 'look-up' });
        return;
      }
      default:
        await ledger.complete([{ row, completion: step.as }], now);
        facts.isSeen ||= step.as.state === 'confirmed';
        facts.mayBeThere ||= step.as.state !== 'rejected';
    }
  };
  return {
    facts,
    async take(step: Step): Promise<void> {
      if (step.does === 'lapse') return void clock.elapse(LEASE_MS);
      if (step.does === 'claim') return claim(step.item);
      const row = rows[step.row % Math.max(1, rows.length)];
      if (row !== undefined) await change(step, row);
    },
  };
}
