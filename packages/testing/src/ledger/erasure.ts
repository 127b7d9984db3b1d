import type { LedgerRow } from '@leadwire/core';
import { expect, test } from 'vitest';
import { created, dedupeKeyOf, entry, LEASE, refused, rowsOf, type TestedLedger } from './tested-ledger.ts';

/** What is deleted, erased and forgotten. */
export function describeErasure(tested: TestedLedger): void {
  const { claim, lease, markSent, complete, stored } = tested;

  test('prune deletes finished rows that are old enough', async () => {
    for (const [key, at] of [
      ['a', 1_200],
      ['b', 1_300],
      ['c', 1_400],
    ] as const)
      await complete(await lease(entry(key)), created, at);
    expect(await tested.ledger.prune(1_300)).toBe(1);
    expect((await rowsOf(tested.ledger.list())).map((row) => row.key)).toEqual(['b', 'c']);
    expect((await claim(entry('a'))).kind).toBe('leased');
  });

  test('prune refuses rows that are not finished, and deletes nothing then', async () => {
    await complete(await lease(entry('done')));
    const open: Record<string, LedgerRow> = {};
    for (const state of ['ready', 'leased', 'sent', 'parked']) open[state] = await lease(entry(state));
    const { ready, sent, parked } = open as Record<'ready' | 'sent' | 'parked', LedgerRow>;
    await tested.ledger.release([ready], 1_100);
    await markSent(sent);
    await complete(parked, { ...refused, state: 'parked' });
    await expect(tested.ledger.prune(9_000)).rejects.toThrow(/4 of these rows are not finished/);
    await expect(tested.ledger.prune(9_000, { states: ['confirmed', 'parked'] })).rejects.toThrow(/1 of these rows/);
    expect((await rowsOf(tested.ledger.list())).length).toBe(5);
    expect(await tested.ledger.prune(9_000, { states: ['confirmed', 'rejected', 'duplicate'] })).toBe(1);
    expect((await rowsOf(tested.ledger.list())).length).toBe(4);
  });

  test('erasePayloads erases what old rejected and parked rows hold of a person, and keeps the rows', async () => {
    await complete(await lease(entry('a')), refused, 1_200);
    await complete(await lease(entry('b')), { ...refused, state: 'parked' }, 1_300);
    await lease(entry('c'));
    expect(await tested.ledger.erasePayloads(1_250)).toBe(1);
    const { payload, detail, state } = await stored(entry('a'));
    expect([payload, detail, state]).toEqual([undefined, undefined, 'rejected']);
    expect((await stored(entry('b'))).payload).toBeDefined();
    expect((await stored(entry('c'))).payload).toBeDefined();
  });

  test('erasePayloads keeps that a lead was removed by undo, and that a person set it aside', async () => {
    await complete(await lease(entry('undone')), created, 1_100);
    await tested.ledger.release([await stored(entry('undone'))], 1_150, { after: 'undone' });
    const ignored = { ...refused, detail: '{"error":{"kind":"parked","code":"ignored"}}' };
    await complete(await lease(entry('ignored')), ignored, 1_150);
    expect(await tested.ledger.erasePayloads(1_250)).toBe(1);
    expect((await stored(entry('ignored'))).payload).toBeUndefined();
    for (const key of ['undone', 'ignored']) expect((await stored(entry(key))).detail).toContain(`"code":"${key}"`);
  });

  test('a forgotten person leaves only the hashes that prevent a second send', async () => {
    const phone = '+14155552671';
    const facts = { provider: 'topcalls', account: 'acme', phone };
    const dedupeKey = await dedupeKeyOf(facts);
    const inImport = await dedupeKeyOf({ ...facts, importId: 'spring' });
    const sent = entry(`lw1_${dedupeKey}`, { dedupeKey, ref: 'row 2' });
    const sentInImport = entry(`lw1_${inImport}`, { dedupeKey: inImport, importId: 'spring' });
    for (const one of [sent, sentInImport]) await complete(await lease(one));
    await complete(await lease(entry('parked')), { ...refused, state: 'parked', outcome: 'parked', unknowns: 1 });
    await complete(await lease(entry('refused')), refused);
    await lease(entry('another-person', { payload: '{"phone":"+141555526712"}' }));
    expect(await tested.ledger.forget(phone, 1_300)).toBe(4);
    for (const one of [sent, sentInImport]) {
      const row = await stored(one);
      expect(row).toMatchObject({ state: 'confirmed', dedupeKey: one.dedupeKey, key: one.key });
      expect([row.payload, row.ref, row.remoteId, row.detail, row.fingerprint]).toEqual([
        undefined,
        undefined,
        undefined,
        undefined,
        '',
      ]);
    }
    expect((await claim(entry('new', { dedupeKey }))).kind).toBe('duplicate');
    expect((await claim(entry('new', { dedupeKey: 'person-parked' }))).kind).toBe('duplicate');
    expect(await tested.ledger.get(entry('refused'))).toBeUndefined();
    expect((await stored(entry('another-person'))).payload).toBeDefined();
    expect(await tested.ledger.forget('+4915123456789', 1_300)).toBe(0);
  });

  test('a forgotten lead is not given out to be updated, and one that undo had removed is not sent again', async () => {
    const facts = { provider: 'topcalls', account: 'acme', phone: '+14155552671' };
    const kept = entry('kept', { dedupeKey: await dedupeKeyOf(facts) });
    const importId = 'spring';
    const undone = entry('undone', { dedupeKey: await dedupeKeyOf({ ...facts, importId }), importId });
    for (const one of [kept, undone]) await complete(await lease(one));
    await tested.ledger.release([await stored(undone)], 1_200, { after: 'undone' });
    expect(await tested.ledger.forget('+14155552671', 1_300)).toBe(2);
    const update = { ...LEASE, purpose: 'update' } as const;
    for (const one of [kept, undone])
      for (const options of [LEASE, update]) expect((await claim(one, options)).kind).toBe('mismatch');
    expect((await stored(kept)).payload).toBeUndefined();
  });

  test('a person who is being sent is not forgotten in the middle of it', async () => {
    await complete(await lease(entry('b')), refused);
    const row = await lease(entry('a'), { now: 1_000, leaseMs: 60_000 });
    await expect(tested.ledger.forget('+14155552671', 1_300)).rejects.toMatchObject({ code: 'in-flight' });
    expect((await stored(entry('b'))).payload).toBeDefined();
    await complete(row);
  });
}
