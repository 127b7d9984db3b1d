import type { Lead, LeadTarget, TargetSendOptions } from '@leadwire/core';
import { fakeClock, settled } from '@leadwire/core/testing';
import { expect, test } from 'vitest';
import { createLeadwire } from '../create-leadwire.ts';
import { memoryLedger } from '../ledgers/memory-ledger.ts';
import { fakeTarget } from '../testing/fake-target.ts';

const jane = { phone: '+14155552671', name: 'Jane Doe' };
const id = { provider: 'fake', account: 'acme', key: 'row-17' };
const LEASE_MS = 180_000;

/** Two workers: the first one's answer comes when `answer` is called, and the second one finds nothing when `find` is. */
function setUp() {
  const clock = fakeClock();
  const ledger = memoryLedger();
  const answer = Promise.withResolvers<void>();
  const find = Promise.withResolvers<void>();
  const slow = fakeTarget({ effect: 'unguarded', onRequest: () => answer.promise });
  const blind = fakeTarget({ effect: 'unguarded' });
  const looking: LeadTarget = {
    ...blind,
    async resume(...given: Parameters<LeadTarget['resume']>) {
      await find.promise;
      return blind.resume(...given);
    },
  };
  const by = (crm: LeadTarget) => createLeadwire({ targets: { crm }, ledger, clock });
  return {
    clock,
    ledger,
    answer: answer.resolve,
    find: find.resolve,
    first: by(slow),
    second: by(looking),
    slow,
    blind,
  };
}

test('a response that comes while another worker looks for the lead settles it: no person has to look', async () => {
  const { clock, ledger, answer, find, first, second } = setUp();
  const late = first.send(jane, { to: 'crm', key: 'row-17' });
  await settled();
  clock.elapse(LEASE_MS);
  const looking = second.send(jane, { to: 'crm', key: 'row-17' });
  await settled();
  answer();
  expect((await late).crm).toMatchObject({ outcome: 'created', id: 'id-1' });
  find();
  expect((await looking).crm).toMatchObject({ outcome: 'created', id: 'id-1' });
  expect(await ledger.get(id)).toMatchObject({ state: 'confirmed', remoteId: 'id-1' });
  expect(await second.parked()).toEqual([]);
});

test('a response that comes after a person had found nothing keeps the lead from being sent again', async () => {
  const { clock, answer, find, first, second, blind } = setUp();
  const late = first.send(jane, { to: 'crm', key: 'row-17' });
  await settled();
  clock.elapse(LEASE_MS);
  find();
  expect((await second.send(jane, { to: 'crm', key: 'row-17' })).crm.outcome).toBe('parked');
  await second.resolve(id, 'not-there');
  answer();
  expect((await late).crm.outcome).toBe('created');
  expect((await second.send(jane, { to: 'crm', key: 'another' })).crm.outcome).toBe('duplicate');
  expect((await second.send(jane, { to: 'crm', key: 'row-17' })).crm).toMatchObject({ outcome: 'created', id: 'id-1' });
  expect(blind.requests).toEqual([]);
});

test('a chunk whose lease runs out on its way is taken up by another worker: each lead is there once, and told as it is', async () => {
  const clock = fakeClock();
  const ledger = memoryLedger();
  const gate = Promise.withResolvers<void>();
  const crm = fakeTarget({ bulk: 50, onRequest: ({ index }) => (index === 0 ? gate.promise : undefined) });
  const leads: Lead[] = Array.from({ length: 50 }, (_, index) => ({ phone: `+1415555${1_000 + index}` }));
  const send = async () => {
    const outcomes: string[] = [];
    const leadwire = createLeadwire({ targets: { crm }, ledger, clock });
    for await (const { outcome } of leadwire.sendMany(leads, { to: 'crm' })) outcomes.push(outcome.outcome);
    return outcomes;
  };
  const slow = send();
  await settled();
  clock.elapse(LEASE_MS);
  expect(await send()).toEqual(Array(50).fill('created'));
  gate.resolve();
  expect(await slow).toEqual(Array(50).fill('existed')); // the same rows: they were there when this one arrived
  expect(await ledger.counts()).toMatchObject({ confirmed: 50 });
  expect(crm.received.length).toBe(50);
});

/** A lead whose sender is gone; a second worker looks for it until its lease has run out, too, and finds what it finds when `find` is called. */
async function lookTooLong(crm: LeadTarget, look: LeadTarget['resume']) {
  const clock = fakeClock();
  const ledger = memoryLedger();
  const found = Promise.withResolvers<void>();
  const by = async (target: LeadTarget) =>
    (await createLeadwire({ targets: { crm: target }, ledger, clock }).send(jane, { to: 'crm', key: 'row-17' })).crm;
  void by(crm);
  await settled();
  clock.elapse(LEASE_MS);
  const late = by({
    ...crm,
    async resume(lead, sent) {
      await found.promise;
      return look(lead, sent);
    },
  });
  await settled();
  clock.elapse(LEASE_MS);
  return { ledger, by, late, find: found.resolve };
}

test('who looked for a lead for too long tells what it knows while another worker is still looking', async () => {
  const crm = fakeTarget({ effect: 'unguarded', fault: () => 'hang-before' });
  const { by, late, find } = await lookTooLong(crm, crm.resume);
  void by({ ...crm, resume: () => new Promise(() => undefined) });
  await settled();
  find();
  expect(await late).toMatchObject({ outcome: 'parked', lookup: { search: jane.phone } });
});

test.each(['parked', 'rejected'])('and tells what another one has found in place of %s', async (outcome) => {
  const crm = fakeTarget({ effect: 'unguarded', fault: ({ index }) => (index === 0 ? 'hang-after' : undefined) });
  const stranger = fakeTarget({ effect: 'unguarded', fault: () => 'refuse' });
  const { by, late, find, ledger } = await lookTooLong(crm, (lead, sent) =>
    outcome === 'parked' ? stranger.resume(lead, sent) : stranger.send(lead),
  );
  expect(await by(crm)).toMatchObject({ outcome: 'created', id: 'id-1' });
  find();
  expect(await late).toMatchObject({ outcome: 'created', id: 'id-1', replayed: true });
  expect(await ledger.get(id)).toMatchObject({ state: 'confirmed', remoteId: 'id-1' });
});

test('an update is asked for again where its response was lost in a crash', async () => {
  const ledger = memoryLedger();
  const clock = fakeClock();
  const asked: (string | undefined)[] = [];
  const crm = fakeTarget({ fault: ({ index }) => (index === 0 ? 'hang-after' : undefined) });
  const target: LeadTarget = {
    ...crm,
    resume: (lead: Lead, sent, options: TargetSendOptions = {}) => {
      asked.push(options.onExisting);
      return crm.resume(lead, sent, options);
    },
  };
  const send = () =>
    createLeadwire({ targets: { crm: target }, ledger, clock }).send(jane, { to: 'crm', onExisting: 'update' });
  void send();
  await settled();
  clock.elapse(LEASE_MS);
  await send();
  expect(asked).toEqual(['update']);
});

test('a refusal after an attempt that had no effect is final, and told again as it was', async () => {
  const crm = fakeTarget({ fault: ({ index }) => (index === 0 ? 'down' : 'refuse') });
  const leadwire = createLeadwire({ targets: { crm }, ledger: memoryLedger(), clock: fakeClock() });
  for (const time of ['first', 'again'])
    expect([time, (await leadwire.send(jane, { to: 'crm' })).crm]).toMatchObject([
      time,
      { outcome: 'rejected', certainty: 'certain' },
    ]);
});
