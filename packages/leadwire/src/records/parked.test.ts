import type { Ledger } from '@leadwire/core';
import { fakeClock } from '@leadwire/core/testing';
import { describe, expect, test } from 'vitest';
import { createLeadwire } from '../create-leadwire.ts';
import { memoryLedger } from '../ledgers/memory-ledger.ts';
import { fakeTarget } from '../testing/fake-target.ts';

const jane = { phone: '+14155552671', name: 'Jane Doe', ref: 'row 17' };
const id = { provider: 'fake', account: 'acme', key: 'row-17' };

/** One lead parked: its response was lost, and the provider makes a lead of every request. */
async function setUp(ledger: Ledger = memoryLedger()) {
  const clock = fakeClock();
  const crm = fakeTarget({ effect: 'unguarded', fault: ({ index }) => (index === 0 ? 'lose-before' : undefined) });
  const leadwire = createLeadwire({ targets: { crm, other: fakeTarget({ provider: 'other' }) }, ledger, clock });
  const { crm: outcome } = await leadwire.send(jane, { to: 'crm', key: 'row-17' });
  expect(outcome.outcome).toBe('parked');
  return { clock, crm, ledger, leadwire };
}

describe('parked', () => {
  test('parked gives the leads that a person must look at, each with its look-up', async () => {
    const { leadwire } = await setUp();
    const [lead, ...more] = await leadwire.parked();
    expect(more).toEqual([]);
    expect(lead).toMatchObject({
      ...id,
      targets: ['crm'],
      state: 'parked',
      ref: 'row 17',
      attempts: 2,
      lookup: { search: jane.phone },
      reason: 'fake: parked',
    });
    expect(lead?.lead).toEqual({ phone: jane.phone, name: jane.name });
    expect(await leadwire.parked({ provider: 'other' })).toEqual([]);
    for await (const one of leadwire.parked()) expect(one.key).toBe('row-17');
  });

  test('parked gives leads whose response was lost, but none that is being sent right now', async () => {
    const { leadwire, ledger, clock } = await setUp();
    const claims = await ledger.claim(
      [{ ...id, key: 'dying', fingerprint: 'f', payload: '{"phone":"+14155550000"}' }],
      { now: clock.now(), leaseMs: 1_000 },
    );
    await ledger.markSent(
      claims.map(({ row }) => row),
      clock.now(),
    );
    expect((await leadwire.parked()).map(({ key }) => key)).toEqual(['row-17']);
    clock.elapse(1_000);
    const open = (await leadwire.parked()).find(({ key }) => key === 'dying');
    expect(open).toMatchObject({ state: 'sent', lookup: { phone: '+14155550000' } });
  });
});

describe('resolve', () => {
  test('a lead that is resolved as arrived keeps its id, and is not sent again', async () => {
    const { leadwire, crm, ledger } = await setUp();
    const [lead] = await leadwire.parked();
    await leadwire.resolve(lead ?? id, { arrived: 'lead_123' });
    expect(await leadwire.parked()).toEqual([]);
    const { crm: outcome } = await leadwire.send(jane, { to: 'crm', key: 'row-17' });
    expect(outcome).toMatchObject({ outcome: 'created', id: 'lead_123', certainty: 'probable', replayed: true });
    expect((await ledger.get(id))?.payload).toBeUndefined();
    expect(crm.received.length).toBe(0);
  });

  test('a lead may be resolved as arrived without an id', async () => {
    const { leadwire, ledger } = await setUp();
    await leadwire.resolve(id, 'arrived');
    expect(await ledger.get(id)).toMatchObject({ state: 'confirmed', remoteId: undefined });
  });

  test('a lead that is resolved as not there may be sent again', async () => {
    const { leadwire, crm } = await setUp();
    await leadwire.resolve(id, 'not-there');
    expect(await leadwire.parked()).toEqual([]);
    expect((await leadwire.send(jane, { to: 'crm', key: 'row-17' })).crm.outcome).toBe('created');
    expect(crm.received.length).toBe(1);
  });

  test('a lead that is resolved as ignored is not sent, and its person may be sent under another key', async () => {
    const { leadwire, crm } = await setUp();
    await leadwire.resolve(id, 'ignore');
    const { crm: outcome } = await leadwire.send(jane, { to: 'crm', key: 'row-17' });
    expect(outcome.outcome === 'rejected' && outcome.error.code).toBe('ignored');
    expect((await leadwire.send(jane, { to: 'crm', key: 'row-18' })).crm.outcome).toBe('created');
    expect(crm.received.length).toBe(1);
  });

  test('a lead whose response was lost can be resolved once no worker is sending it', async () => {
    const { leadwire, ledger, clock } = await setUp();
    const open = { ...id, key: 'open' };
    const claims = await ledger.claim([{ ...open, fingerprint: 'f' }], { now: clock.now(), leaseMs: 1_000 });
    await ledger.markSent(
      claims.map(({ row }) => row),
      clock.now(),
    );
    await expect(leadwire.resolve(open, 'not-there')).rejects.toThrow(/being sent right now/);
    clock.elapse(1_000);
    await leadwire.resolve(open, 'not-there');
    expect((await ledger.get(open))?.state).toBe('ready');
  });

  test('a refused lead may be sent again as it is, when a person says so', async () => {
    const crm = fakeTarget({ fault: ({ index }) => (index === 0 ? 'refuse' : undefined) });
    const leadwire = createLeadwire({ targets: { crm }, ledger: memoryLedger(), clock: fakeClock() });
    await leadwire.send(jane, { to: 'crm', key: 'row-17' });
    await leadwire.resolve(id, 'not-there');
    expect((await leadwire.send(jane, { to: 'crm', key: 'row-17' })).crm.outcome).toBe('created');
  });

  test('a lead that is settled or not in the ledger cannot be resolved', async () => {
    const { leadwire } = await setUp();
    await expect(leadwire.resolve({ ...id, key: 'none' }, 'arrived')).rejects.toThrow(/not in the ledger/);
    await leadwire.resolve(id, 'arrived');
    for (const decision of ['arrived', 'not-there', 'ignore'] as const) {
      await expect(leadwire.resolve(id, decision)).rejects.toMatchObject({
        kind: 'invalid-input',
        message: /it is confirmed/,
      });
    }
  });
});

describe('prune', () => {
  test('prune deletes finished leads, which may then be sent again, and refuses the others', async () => {
    const { leadwire, ledger, clock } = await setUp();
    await expect(leadwire.prune(clock.now() + 1)).rejects.toThrow(/1 of these rows are not finished/);
    await leadwire.resolve(id, 'arrived');
    expect(await leadwire.prune(clock.now() + 1)).toBe(1);
    expect(await ledger.get(id)).toBeUndefined();
  });
});

test('a lead that was set aside is not sent when its row is edited: it may be there all the same', async () => {
  const { crm, leadwire } = await setUp();
  await leadwire.resolve(id, 'ignore');
  const { crm: outcome } = await leadwire.send({ ...jane, name: 'Jane Roe' }, { to: 'crm', key: 'row-17' });
  expect(outcome).toMatchObject({ outcome: 'rejected', error: { kind: 'idempotency-mismatch' } });
  expect(crm.requests.filter(({ way }) => way === 'send').length).toBe(1);
});
