import { type BulkTarget, type Lead, LeadwireError, type Ledger } from '@leadwire/core';
import { fakeClock, settled } from '@leadwire/core/testing';
import { expect, test } from 'vitest';
import { createLeadwire } from '../create-leadwire.ts';
import { memoryLedger } from '../ledgers/memory-ledger.ts';
import type { LeadItem } from '../options.ts';
import { fakeTarget } from '../testing/fake-target.ts';
import type { SendLine } from './send-many.ts';

const jane: Lead = { phone: '+14155552671', name: 'Jane Doe' };
const john: Lead = { phone: '+14155550000', name: 'John Doe', notes: 'goes by itself' };
const LEASE_MS = 180_000;

test.each([
  ['was leased', 500],
  ['was on its way', 1],
])(
  'a person who %s under another key when a chunk was claimed is asked for again when the turn comes',
  async (_, chunkSize) => {
    const clock = fakeClock();
    const firstTwo = (index: number) => (index < 2 ? verdict.promise : undefined);
    const turn = Promise.withResolvers<void>();
    const verdict = Promise.withResolvers<void>();
    const crm = fakeTarget({
      bulk: 50,
      onRequest: ({ way, index }) => (way === 'send' ? turn.promise : firstTwo(index)),
      fault: ({ leads }) => (leads.some(({ name }) => name === 'Refused') ? 'refuse' : undefined),
    });
    async function* rows(): AsyncGenerator<LeadItem> {
      yield { lead: john, key: 'john' }; // has the only turn there is
      yield { lead: { ...jane, name: 'Refused' }, key: 'first' };
      if (chunkSize === 1) await settled();
      yield { lead: jane, key: 'second' };
    }
    const lines: SendLine<'crm'>[] = [];
    const told = () => lines.map(({ key, outcome }) => [key, outcome.outcome]);
    const leadwire = createLeadwire({ targets: { crm }, ledger: memoryLedger(), clock });
    const run = (async () => {
      for await (const line of leadwire.sendMany(rows(), { to: 'crm', concurrency: 1, chunkSize })) lines.push(line);
    })();
    await settled();
    await settled();
    verdict.resolve();
    await settled();
    expect(told()).toEqual([['first', 'rejected']]);
    clock.elapse(LEASE_MS);
    turn.resolve();
    await run;
    expect(told()).toContainEqual(['second', 'created']);
    expect(crm.received).toContainEqual(jane);
  },
);

test('a lease that runs out while the ledger responds does not prove that its lead was sent', async () => {
  const clock = fakeClock();
  const memory = memoryLedger();
  const entry = { provider: 'fake', account: 'acme', fingerprint: 'f', payload: '{}' };
  const crm = fakeTarget();
  // A process that died before it sent anything, and a ledger that takes its time.
  const slow: Ledger = {
    ...memory,
    async claim(entries, options) {
      const dedupeKey = entries[0]?.dedupeKey;
      if ((await memory.get({ ...entry, key: 'dead' })) === undefined)
        await memory.claim([{ ...entry, key: 'dead', dedupeKey }], { now: clock.now(), leaseMs: 500 });
      const claims = await memory.claim(entries, options);
      clock.elapse(1_000);
      return claims;
    },
  };
  const leadwire = createLeadwire({ targets: { crm }, ledger: slow, clock });
  expect((await leadwire.send(jane, { to: 'crm', key: 'mine' })).crm.outcome).toBe('created');
  expect(crm.received).toEqual([jane]);
});

test('a chunk that takes up an earlier one says when that was first sent', async () => {
  const clock = fakeClock();
  const ledger = memoryLedger();
  const crm = fakeTarget({ bulk: 4, fault: ({ index }) => (index === 0 ? 'hang-after' : undefined) });
  const told: unknown[] = [];
  const bulk: BulkTarget = {
    ...(crm.bulk as BulkTarget),
    send(leads, options) {
      told.push([leads.length, options?.firstSentAt]);
      return (crm.bulk as BulkTarget).send(leads, options);
    },
  };
  const start = async (...rows: readonly number[]) => {
    const leadwire = createLeadwire({ targets: { crm: { ...crm, bulk } }, ledger, clock });
    const leads = rows.map((row) => ({ lead: { phone: `+1415555000${row}` } }));
    for await (const _ of leadwire.sendMany(leads, { to: 'crm' }));
  };
  const sentAt = clock.now();
  void start(1, 2, 3);
  await settled();
  clock.elapse(LEASE_MS);
  await start(1, 2, 3, 4);
  expect(told).toEqual([
    [3, undefined],
    [1, undefined],
    [3, sentAt],
  ]);
});

test('a batch asks the ledger which ids it has confirmed under another key, and one that cannot be asked stays open', async () => {
  const ledger = memoryLedger();
  let isDown = false;
  const failing: Ledger = {
    ...ledger,
    confirmedElsewhere: (id, ids) =>
      isDown
        ? Promise.reject(new LeadwireError('ledger-unavailable', 'the database restarts'))
        : ledger.confirmedElsewhere(id, ids),
  };
  const crm = fakeTarget({ bulk: 4 });
  const asked: (readonly string[])[] = [];
  const bulk: BulkTarget = {
    ...(crm.bulk as BulkTarget),
    async send(leads, options) {
      await options?.beforeSend?.();
      asked.push((await options?.confirmedElsewhere?.(['id-1', 'id-2'])) ?? []);
      return (crm.bulk as BulkTarget).send(leads, { ...options, beforeSend: undefined });
    },
  };
  const targets = { crm: { ...crm, bulk } };
  const leadwire = createLeadwire({
    targets,
    ledger: failing,
    clock: fakeClock(),
    retry: { maxAttempts: 1 },
    deadlineMs: 10,
  });
  const send = async (phone: string) => {
    for await (const { outcome } of leadwire.sendMany([{ phone }], { to: 'crm' })) return outcome.outcome;
    return undefined;
  };
  expect(await send('+14155550001')).toBe('created');
  expect(await send('+14155550002')).toBe('created');
  expect(asked).toEqual([[], ['id-1']]);
  isDown = true;
  expect(await send('+14155550003')).toBe('parked');
  expect(await ledger.counts()).toMatchObject({ confirmed: 2, sent: 1 });
});

test('a run of batches whose first ten responses all lack an id stops as misconfigured', async () => {
  const crm = fakeTarget({ bulk: 1, fault: () => 'no-id' });
  const leadwire = createLeadwire({ targets: { crm }, ledger: memoryLedger(), clock: fakeClock() });
  const leads = Array.from({ length: 30 }, (_, index) => ({ phone: `+141555500${10 + index}` }));
  const run = async () => {
    for await (const _ of leadwire.sendMany(leads, { to: 'crm', chunkSize: 1 }));
  };
  await expect(run()).rejects.toMatchObject({ kind: 'misconfigured', code: 'missing-id' });
  expect(crm.requests.length).toBeLessThan(20);
});

test('while the halves of a refused chunk go their way, the ledger says of none that it may be there', async () => {
  const ledger = memoryLedger();
  const clock = fakeClock();
  const crm = fakeTarget({
    bulk: 4,
    effect: 'unguarded',
    fault: ({ index }) => (['refuse', 'hang-after'] as const)[index],
  });
  const leads = Array.from({ length: 4 }, (_, index) => ({ phone: `+1415555000${index}` }));
  const start = async () => {
    const outcomes: string[] = [];
    const lines = createLeadwire({ targets: { crm }, ledger, clock }).sendMany(leads, { to: 'crm' });
    for await (const { index, outcome } of lines) outcomes[index] = outcome.outcome;
    return outcomes;
  };
  void start();
  await settled(); // the first half is on its way when the process dies
  expect(await ledger.counts()).toMatchObject({ sent: 2, ready: 2 });
  clock.elapse(LEASE_MS);
  expect(await start()).toEqual(Array(4).fill('created'));
  expect(crm.received.length).toBe(4);
});
