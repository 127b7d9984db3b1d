import type { Lead, LeadTarget, LedgerRow, TargetSendOptions } from '@leadwire/core';
import { type FakeClock, fakeClock, settled } from '@leadwire/core/testing';
import { expect, test } from 'vitest';
import { createLeadwire } from '../create-leadwire.ts';
import { memoryLedger } from '../ledgers/memory-ledger.ts';
import { type FakeTarget, fakeTarget } from '../testing/fake-target.ts';

const LONG_MS = 1_000_000;

const leadsOf = (count: number): Lead[] =>
  Array.from({ length: count }, (_, index) => ({ phone: `+1415555${1_000 + index}` }));

/** A target behind a limiter, as the clients have it: one request in so many milliseconds, in order. */
function limited(crm: FakeTarget, clock: FakeClock, spacingMs: number): LeadTarget {
  let next = clock.now();
  return {
    ...crm,
    async send(lead: Lead, options?: TargetSendOptions) {
      const at = Math.max(next, clock.now());
      next = at + spacingMs;
      await clock.sleep(at - clock.now());
      return crm.send(lead, options);
    },
  };
}

async function advance(clock: FakeClock, ms: number): Promise<void> {
  await clock.advance(ms);
  for (let turn = 0; turn < 5; turn++) await settled();
}

test('leads whose turn comes later than their lease would last are sent all the same, once each', async () => {
  const clock = fakeClock({ waits: 'hold' });
  const crm = fakeTarget();
  const ledger = memoryLedger();
  const leadwire = createLeadwire({
    targets: { crm: limited(crm, clock, 10_000) },
    ledger,
    clock,
    deadlineMs: 300_000,
  });
  let lines = 0;
  const run = (async () => {
    // All are claimed at once, and the last one's turn comes after ten minutes.
    for await (const _ of leadwire.sendMany(leadsOf(60), { to: 'crm', concurrency: 60 })) lines++;
  })();
  for (let request = 0; request < 62; request++) await advance(clock, 10_000);
  expect([lines, crm.requests.length, crm.received.length]).toEqual([60, 60, 60]);
  await run;
  expect(await ledger.counts()).toMatchObject({ confirmed: 60 });
});

test('a lead that another worker is sending when its turn comes is not sent beside it', async () => {
  const clock = fakeClock({ waits: 'hold' });
  const answer = Promise.withResolvers<void>();
  const crm = fakeTarget({
    effect: 'unguarded',
    onRequest: ({ leads }) => (leads[0]?.ref ? answer.promise : undefined),
  });
  const ledger = memoryLedger();
  const leadwire = createLeadwire({
    targets: { crm: limited(crm, clock, 10_000) },
    ledger,
    clock,
    deadlineMs: 160_000,
  });
  const lines: string[] = [];
  const run = (async () => {
    for await (const { index, outcome } of leadwire.sendMany(leadsOf(20), { to: 'crm', concurrency: 20 }))
      lines[index] = outcome.outcome;
  })();
  await advance(clock, 110_000); // the leases of those that still wait have run out
  const other = createLeadwire({ targets: { crm }, ledger, clock, deadlineMs: 2_000_000 });
  const there = other.send({ ...leadsOf(20)[19], ref: 'from elsewhere' } as Lead, { to: 'crm' });
  for (let request = 0; request < 12; request++) await advance(clock, 10_000);
  expect(crm.requests.length).toBe(20);
  answer.resolve();
  expect((await there).crm.outcome).toBe('created');
  await advance(clock, 10_000);
  await run;
  expect(lines).toEqual([...Array(19).fill('created'), 'duplicate']); // it came from elsewhere
  expect(crm.received.length).toBe(20);
});

test('a lead that another worker took up while its turn was awaited is left to that one', async () => {
  const clock = fakeClock({ waits: 'hold' });
  const crm = fakeTarget();
  const ledger = memoryLedger();
  const target = limited(crm, clock, 10_000);
  const leadwire = createLeadwire({ targets: { crm: target }, ledger, clock, deadlineMs: 160_000 });
  const lines: string[] = [];
  const run = (async () => {
    for await (const { index, outcome } of leadwire.sendMany(leadsOf(20), { to: 'crm', concurrency: 20 }))
      lines[index] = outcome.outcome;
  })();
  await advance(clock, 110_000); // the leases of those that still wait have run out
  const other = createLeadwire({ targets: { crm }, ledger, clock, deadlineMs: 160_000 });
  expect((await other.send(leadsOf(20)[19] as Lead, { to: 'crm' })).crm.outcome).toBe('created');
  for (let request = 0; request < 12; request++) await advance(clock, 10_000);
  await run;
  expect(lines).toEqual(Array(20).fill('created'));
  expect(crm.received.length).toBe(20);
  expect(crm.requests.length).toBe(20);
});

test('leads that are settled by what a late worker saw give their turns on', async () => {
  const clock = fakeClock();
  const ledger = memoryLedger();
  const crm = fakeTarget({ effect: 'unguarded' });
  const leads = leadsOf(12);
  const send = async () => {
    const outcomes: string[] = [];
    const leadwire = createLeadwire({ targets: { crm }, ledger, clock });
    for await (const { index, outcome } of leadwire.sendMany(leads, { to: 'crm' })) outcomes[index] = outcome.outcome;
    return outcomes;
  };
  const gone = createLeadwire({ targets: { crm: fakeTarget({ fault: () => 'hang-before' }) }, ledger, clock });
  for (const lead of leads) void gone.send(lead, { to: 'crm' });
  await settled();
  const rows: LedgerRow[] = [];
  for await (const row of ledger.list()) rows.push(row);
  clock.elapse(LONG_MS);
  expect(await send()).toEqual(Array(12).fill('parked'));
  const completion = { state: 'confirmed', outcome: 'created' } as const;
  await ledger.complete(
    rows.map((row) => ({ row, completion })),
    clock.now(),
  );
  expect(await send()).toEqual(Array(12).fill('created'));
  expect(crm.requests).toEqual([]);
});
