import { expect, test } from 'vitest';
import { created, entry, LEASE, only, refused, type TestedLedger } from './tested-ledger.ts';

/** Claims that accept, look up or update. */
export function describePurposes(tested: TestedLedger): void {
  const { claim, lease, markSent, complete, stored } = tested;

  test('an accepted lead is ready for a later claim, and accepted once however often it is given', async () => {
    const accept = { ...LEASE, purpose: 'accept' } as const;
    const accepted = only(await tested.ledger.claim([entry('a', { importId: 'spring' })], accept));
    expect(accepted).toMatchObject({
      kind: 'accepted',
      row: { state: 'ready', fencingToken: 0, importId: 'spring' },
    });
    expect(accepted.row.leaseUntil).toBeUndefined();
    expect((await claim(entry('a'), accept)).kind).toBe('accepted');
    expect((await claim(entry('b', { dedupeKey: 'person-a' }), accept)).kind).toBe('accepted'); // neither was sent
    const row = await lease(entry('a'));
    expect(row).toMatchObject({ fencingToken: 1, payload: '{"phone":"+14155552671"}' });
    expect((await claim(entry('a'), accept)).kind).toBe('busy');
    await complete(row);
    expect((await claim(entry('a'), accept)).kind).toBe('done');
    expect((await claim(entry('c', { dedupeKey: 'person-a' }), accept)).kind).toBe('duplicate');
  });

  test('a parked lead is given out to be looked up once more, where that is asked for', async () => {
    const row = await lease(entry('a'));
    await markSent(row);
    await complete(row, { ...refused, state: 'parked', outcome: 'parked', unknowns: 1 });
    expect((await claim(entry('a'))).kind).toBe('done');
    const again = await claim(entry('a'), { ...LEASE, purpose: 'look-up' } as const);
    expect(again).toMatchObject({ kind: 'sent-before', row: { state: 'sent', unknowns: 1, firstSentAt: 1_100 } });
    await tested.ledger.release([again.row], 1_300, { after: 'unknown' });
    expect((await stored(entry('a'))).state).toBe('sent');
  });

  test('a confirmed lead with changed details is given out to be updated, where that is asked for', async () => {
    const row = await lease(entry('a'));
    await markSent(row);
    await complete(row);
    const changed = entry('a', { fingerprint: 'print-2', payload: '{"changed":true}' });
    const update = { ...LEASE, purpose: 'update' } as const;
    expect((await claim(entry('a'), update)).kind).toBe('done');
    const found = await claim(changed, update);
    expect(found).toMatchObject({ kind: 'sent-before', row: { firstSentAt: 1_100, unknowns: 1 } });
    expect(await stored(changed)).toMatchObject({ fingerprint: 'print-2', payload: '{"changed":true}' });
    await complete(found.row, { ...created, outcome: 'updated' });
    expect((await claim(changed)).kind).toBe('done');
  });

  test('a confirmed lead with changed details is recorded for a later update, where that is asked for', async () => {
    const row = await lease(entry('a'));
    await markSent(row);
    await complete(row, { ...created, remoteId: 'id-1' });
    const changed = entry('a', { fingerprint: 'print-2', payload: '{"changed":true}' });
    const acceptUpdate = { ...LEASE, purpose: 'accept-update' } as const;
    expect((await claim(entry('a'), acceptUpdate)).kind).toBe('done');
    expect(await claim(changed, acceptUpdate)).toMatchObject({ kind: 'accepted', row: { state: 'sent' } });
    expect(await stored(changed)).toMatchObject({
      fingerprint: 'print-2',
      payload: '{"changed":true}',
      remoteId: 'id-1',
    });
    const found = await claim(changed, { ...LEASE, purpose: 'update' } as const);
    expect(found).toMatchObject({ kind: 'sent-before', row: { remoteId: 'id-1', unknowns: 1 } });
  });
}
