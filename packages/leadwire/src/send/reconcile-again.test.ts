import { type Lead, LeadwireError, type Ledger } from '@leadwire/core';
import { fakeClock, settled } from '@leadwire/core/testing';
import { expect, test } from 'vitest';
import { createLeadwire } from '../create-leadwire.ts';
import { memoryLedger } from '../ledgers/memory-ledger.ts';
import { type FakeFault, type FakeTargetOptions, fakeTarget } from '../testing/fake-target.ts';

const JANE: Lead = { phone: '+14155552671', name: 'Jane Doe' };

function setUp(options: FakeTargetOptions = {}, retry = { maxAttempts: 1 }) {
  const ledger = memoryLedger();
  const clock = fakeClock();
  const crm = fakeTarget(options);
  return { ledger, clock, crm, leadwire: createLeadwire({ targets: { crm }, ledger, clock, retry }) };
}

const script =
  (...faults: (FakeFault | undefined)[]) =>
  ({ index }: { index: number }) =>
    faults[index];

async function outcomesOf(leadwire: ReturnType<typeof setUp>['leadwire'], leads: readonly Lead[]) {
  const outcomes: string[] = [];
  for await (const { outcome } of leadwire.sendMany(leads, { to: 'crm' })) outcomes.push(outcome.outcome);
  return outcomes;
}

test.each([undefined, 5])(
  'a 4xx on a resumed send settles nothing while the ledger holds an unknown attempt (bulk: %s)',
  async (bulk) => {
    // In bulk the refused lead is reconciled by itself, in a second request.
    const refusals: FakeFault[] = bulk === undefined ? ['refuse'] : ['refuse', 'refuse'];
    const { leadwire, ledger, crm } = setUp({ bulk, fault: script('lose-before', ...refusals) });
    expect(await outcomesOf(leadwire, [JANE])).toEqual(['parked']);
    expect(await outcomesOf(leadwire, [JANE])).toEqual(['parked']);
    expect(await ledger.counts()).toMatchObject({ sent: 1, rejected: 0 });
    expect(await outcomesOf(leadwire, [JANE])).toEqual(['created']);
    expect(crm.received.length).toBe(1);
  },
);

test('a parked lead whose look-up can be repeated is looked up once more at the start of every run', async () => {
  const { leadwire, ledger, crm } = setUp({ effect: 'unguarded', fault: script('lose-before') });
  await leadwire.send(JANE, { to: 'crm' });
  await leadwire.send(JANE, { to: 'crm' });
  expect((await ledger.counts()).parked).toBe(1);
  await crm.send(JANE); // the search of the provider lagged: now it shows
  expect(await outcomesOf(leadwire, [])).toEqual([]);
  expect(await ledger.counts()).toMatchObject({ parked: 0, confirmed: 1 });
});

test('a run whose first ten responses all lack their id stops with misconfigured, and their leads stay open', async () => {
  const leads = Array.from({ length: 30 }, (_, index) => ({ phone: `+1415555${1_000 + index}` }));
  const { leadwire, ledger, crm } = setUp({ account: 'api.example/list-1', fault: () => 'no-id' });
  const run = (async () => {
    for await (const _ of leadwire.sendMany(leads, { to: 'crm', concurrency: 1 }));
  })();
  await expect(run).rejects.toMatchObject({ kind: 'misconfigured', hint: expect.stringContaining('api.example') });
  expect(crm.requests.length).toBe(10);
  expect(await ledger.counts()).toMatchObject({ confirmed: 0, rejected: 0 });
});

test('a run one of whose first responses has its id goes on', async () => {
  const leads = Array.from({ length: 30 }, (_, index) => ({ phone: `+1415555${1_000 + index}` }));
  const { leadwire, crm } = setUp({ fault: ({ index }) => (index === 3 ? undefined : 'no-id') });
  for await (const _ of leadwire.sendMany(leads, { to: 'crm', concurrency: 1 }));
  expect(crm.requests.length).toBe(30);
});

test('onExisting update sends changed details of a lead that this ledger has sent, by its id', async () => {
  const { leadwire, crm, ledger } = setUp({ effect: 'unguarded' });
  await leadwire.send(JANE, { to: 'crm' });
  const changed = { ...JANE, name: 'Jane Roe' };
  const kept = await leadwire.send(changed, { to: 'crm' });
  expect(kept.crm.outcome).toBe('duplicate');
  const updated = await leadwire.send(changed, { to: 'crm', onExisting: 'update' });
  expect(updated.crm).toMatchObject({ outcome: 'updated', id: 'id-1' });
  const again = await leadwire.send(changed, { to: 'crm', onExisting: 'update' });
  expect(again.crm.replayed).toBe(true);
  expect(crm.requests.map(({ way }) => way)).toEqual(['send', 'update']);
  expect([crm.received.length, (await ledger.counts()).confirmed]).toEqual([1, 1]);
});

test('a forgotten lead is not updated, and is told to be erased where its key was given', async () => {
  const { leadwire, crm } = setUp({ effect: 'unguarded' });
  await leadwire.send(JANE, { to: 'crm' });
  await leadwire.send({ phone: '+14155552672' }, { to: 'crm', key: 'lead-2' });
  await leadwire.forget('+14155552671');
  await leadwire.forget('+14155552672');
  const derived = await leadwire.send(JANE, { to: 'crm', onExisting: 'update' });
  expect(derived.crm.outcome).toBe('duplicate');
  const keyed = await leadwire.send({ phone: '+14155552672' }, { to: 'crm', key: 'lead-2', onExisting: 'update' });
  expect(keyed.crm).toMatchObject({
    outcome: 'rejected',
    error: { code: 'forgotten', message: expect.stringContaining('erased with forget, nothing was sent') },
  });
  expect(crm.requests.map(({ way }) => way)).toEqual(['send', 'send']);
});

const UNAVAILABLE = new LeadwireError('ledger-unavailable', 'the database restarts', { retryable: true });

/** A ledger whose database restarts before a step. */
function restarting(inner: Ledger, isDown: (step: string) => boolean): Ledger {
  const step = <Name extends 'claim' | 'markSent' | 'complete'>(name: Name): Ledger[Name] =>
    (async (...args: unknown[]) => {
      if (isDown(name)) throw UNAVAILABLE;
      return (inner[name] as (...given: unknown[]) => unknown)(...args);
    }) as unknown as Ledger[Name];
  return { ...inner, claim: step('claim'), markSent: step('markSent'), complete: step('complete') };
}

test('a database that restarts between two sends is waited for, and each lead arrives once', async () => {
  const ledger = memoryLedger();
  const clock = fakeClock({ random: 0.5 });
  const crm = fakeTarget({ effect: 'unguarded' });
  const failing = new Set(['claim', 'markSent', 'complete']);
  const isDown = (step: string): boolean => crm.received.length > 0 && failing.delete(step);
  const leadwire = createLeadwire({ targets: { crm }, ledger: restarting(ledger, isDown), clock });
  await leadwire.send({ phone: '+14155552670' }, { to: 'crm' });
  const sending = leadwire.send(JANE, { to: 'crm' });
  for (let turn = 0; turn < 10; turn++) {
    await clock.advance(1_000);
    await settled();
  }
  expect((await sending).crm.outcome).toBe('created');
  expect(crm.received.length).toBe(2);
  expect(failing.size).toBe(0);
});

test('a database that never responded is not waited for: its address may be wrong', async () => {
  const clock = fakeClock();
  const leadwire = createLeadwire({
    targets: { crm: fakeTarget() },
    ledger: restarting(memoryLedger(), () => true),
    clock,
  });
  await expect(leadwire.send(JANE, { to: 'crm' })).rejects.toMatchObject({ kind: 'ledger-unavailable' });
});

test('a signal ends a send whose ledger is silent, as aborted, and nothing is sent', async () => {
  const ledger: Ledger = { ...memoryLedger(), claim: () => new Promise(() => undefined) };
  const crm = fakeTarget();
  const leadwire = createLeadwire({ targets: { crm }, ledger });
  const stop = new AbortController();
  const sending = leadwire.send(JANE, { to: 'crm', signal: stop.signal });
  stop.abort();
  await expect(sending).rejects.toMatchObject({ kind: 'aborted' });
  expect(crm.requests).toEqual([]);
});
