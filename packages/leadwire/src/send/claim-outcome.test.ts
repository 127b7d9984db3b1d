import type { Lead } from '@leadwire/core';
import { fakeClock, settled } from '@leadwire/core/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SendLine } from '../bulk/send-many.ts';
import { createLeadwire } from '../create-leadwire.ts';
import { memoryLedger } from '../ledgers/memory-ledger.ts';
import type { LeadItem } from '../options.ts';
import { type FakeTarget, fakeTarget } from '../testing/fake-target.ts';
import { faultScripts } from '../testing/fault-scripts.ts';

const jane: Lead = { phone: '+14155552671', name: 'Jane Doe' };
const LEASE_MS = 10_000_000;

function setUp(crm: FakeTarget) {
  const ledger = memoryLedger();
  const clock = fakeClock();
  /** Another process; what it has printed so far. */
  const start = (items: readonly LeadItem[], sendContext: { concurrency?: number; chunkSize?: number } = {}) => {
    const lines: SendLine<'crm'>[] = [];
    const run = (async () => {
      const leadwire = createLeadwire({ targets: { crm }, ledger, clock, deadlineMs: LEASE_MS });
      for await (const line of leadwire.sendMany(items, { to: 'crm', ...sendContext })) lines.push(line);
    })();
    run.catch(() => undefined); // wrong credentials end it
    const outcomes = () => lines.toSorted((a, b) => a.index - b.index).map(({ outcome }) => outcome.outcome);
    return { lines, run, outcomes };
  };
  return { ledger, clock, start };
}

test.each(['lose-after', 'lose-before'] as const)(
  'of two rows of one person, one takes up the lost send of the other (%s): only one is told created',
  async (fault) => {
    const crm = fakeTarget({ fault: ({ index }) => (index === 0 ? fault : undefined) });
    const { start } = setUp(crm);
    const rows = [{ lead: jane }, { lead: jane }];
    const first = start(rows);
    await first.run;
    expect(first.outcomes().toSorted()).toEqual(['created', 'duplicate']);
    const again = start(rows);
    await again.run;
    expect(again.outcomes()).toEqual(first.outcomes());
    expect(crm.received.length).toBe(1);
  },
);

test('across a crash: the row that takes up the send is created, the one that made it is the duplicate', async () => {
  const crm = fakeTarget({ fault: ({ index }) => (index === 0 ? 'hang-after' : undefined) });
  const { start, clock } = setUp(crm);
  void start([{ lead: jane, ref: 'row 2' }]);
  await settled();
  clock.elapse(LEASE_MS);
  const rows = [
    { lead: jane, ref: 'row 3' },
    { lead: jane, ref: 'row 2' },
  ];
  const { lines, run } = start(rows, { concurrency: 1 });
  await run;
  expect(lines.map(({ ref, outcome }) => [ref, outcome.outcome])).toEqual([
    ['row 3', 'created'],
    ['row 2', 'duplicate'],
  ]);
});

test('the response of a worker that came too late, when another row has taken up its send, is a duplicate', async () => {
  const gate = Promise.withResolvers<void>();
  const crm = fakeTarget({ onRequest: ({ index }) => (index === 0 ? gate.promise : undefined) });
  const { start, clock, ledger } = setUp(crm);
  const late = start([{ lead: jane, ref: 'row 2' }]);
  await settled();
  clock.elapse(LEASE_MS);
  const other = start([{ lead: jane, ref: 'row 3' }]);
  await other.run;
  gate.resolve();
  await late.run;
  expect([late.outcomes(), other.outcomes()]).toEqual([['duplicate'], ['created']]);
  expect(await ledger.counts()).toMatchObject({ confirmed: 1 });
  expect(crm.received.length).toBe(1);
});

test('a row that moved in its file and is otherwise the same is a duplicate of itself; under its own key it is reported as it was', async () => {
  const crm = fakeTarget();
  const { start } = setUp(crm);
  await start([
    { lead: jane, ref: 'row 2' },
    { lead: { ...jane, phone: '+14155550000' }, key: 'own', ref: 'row 3' },
  ]).run;
  const moved = start([
    { lead: jane, ref: 'row 7' },
    { lead: { ...jane, phone: '+14155550000' }, key: 'own', ref: 'row 8' },
  ]);
  await moved.run;
  expect(moved.outcomes()).toEqual(['duplicate', 'created']);
  expect(crm.received.length).toBe(2);
});

test('a row whose phone was corrected is another lead, wherever it stands in its file', async () => {
  const crm = fakeTarget();
  const { start } = setUp(crm);
  await start([{ lead: jane, ref: 'row 2' }]).run;
  const corrected = start([{ lead: { ...jane, phone: '+14155552672' }, ref: 'row 7' }]);
  await corrected.run;
  expect(corrected.outcomes()).toEqual(['created']);
  expect(crm.received.length).toBe(2);
});

const rows = fc.array(
  fc.record({ person: fc.nat(2), variant: fc.constantFrom('same' as const, 'changed' as const, 'own key' as const) }),
  { minLength: 3, maxLength: 10 },
);

const toItem = ({ person, variant }: { person: number; variant: string }, index: number): LeadItem => {
  const lead = { phone: `+1415555000${person}`, name: variant === 'changed' ? `Name of row ${index}` : 'Name' };
  return variant === 'own key' ? { lead, key: `own-${index}` } : { lead };
};

test.each([undefined, 4])(
  'however often a person is in a file, and whatever fails, one row of each run is told that it arrived (bulk: %s)',
  async (bulk) => {
    await fc.assert(
      fc.asyncProperty(rows, faultScripts(30), async (given, script) => {
        let calm = false;
        const crm = fakeTarget({ bulk, fault: ({ index }) => (calm ? undefined : script[index]) });
        const { start, clock } = setUp(crm);
        for (let process = 0; process < 4; process++) {
          calm = process === 3;
          const { lines } = start(given.map(toItem), { concurrency: 3, chunkSize: 4 });
          for (let turn = 0; turn < 25; turn++) await new Promise((resolve) => setImmediate(resolve));
          for (const person of new Set(given.map((row) => row.person))) {
            const told = lines.filter(
              ({ index, outcome }) =>
                given[index]?.person === person && ['created', 'existed'].includes(outcome.outcome),
            );
            if (calm) expect(told.length).toBe(1);
            else expect(told.length).toBeLessThanOrEqual(1);
          }
          clock.elapse(LEASE_MS); // whoever hangs is dead now
        }
      }),
      { numRuns: 400 },
    );
  },
);
