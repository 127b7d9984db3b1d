import { expect, test } from 'vitest';
import { created, entry, LEASE, rowsOf, type TestedLedger } from './tested-ledger.ts';

/** What is read: lists, counts, ids, and the same rows after a restart. */
export function describeViews(tested: TestedLedger): void {
  const { claim, lease, markSent, complete, stored } = tested;

  test('a ledger lists rows in the order in which they were made, and counts them, by account and state', async () => {
    const keys = Array.from({ length: 1_201 }, (_, index) => `key-${index}`);
    const claims = await tested.ledger.claim(
      keys.map((key) => entry(key)),
      LEASE,
    );
    await lease(entry('elsewhere', { account: 'other' }));
    await tested.ledger.complete(
      claims.slice(0, 700).map(({ row }) => ({ row, completion: created })),
      1_200,
    );
    const listed = await rowsOf(tested.ledger.list({ account: 'acme' }));
    expect(listed.map((row) => row.key)).toEqual(keys);
    expect((await rowsOf(tested.ledger.list({ states: ['leased'], provider: 'topcalls' }))).length).toBe(502);
    expect((await rowsOf(tested.ledger.list())).length).toBe(1_202);
    expect(await tested.ledger.counts({ account: 'acme' })).toEqual({
      ready: 0,
      leased: 501,
      sent: 0,
      confirmed: 700,
      rejected: 0,
      duplicate: 0,
      parked: 0,
    });
    expect((await tested.ledger.counts({ states: ['leased'] })).leased).toBe(502);
  });

  test('a ledger lists and counts the rows of one import', async () => {
    await lease(entry('a', { importId: 'spring' }));
    await lease(entry('b'));
    expect((await rowsOf(tested.ledger.list({ importId: 'spring' }))).map(({ key }) => key)).toEqual(['a']);
    expect((await tested.ledger.counts({ importId: 'spring' })).leased).toBe(1);
  });

  test('confirmedElsewhere returns the ids that are confirmed under another key of the account, and no other', async () => {
    await complete(await lease(entry('a')));
    await complete(await lease(entry('b', { account: 'other' })), { ...created, remoteId: 'id-2' });
    expect(await tested.ledger.confirmedElsewhere(entry('c'), ['id-1', 'id-2', 'id-3'])).toEqual(['id-1']);
    expect(await tested.ledger.confirmedElsewhere(entry('a'), ['id-1'])).toEqual([]);
    expect(await tested.ledger.confirmedElsewhere(entry('c'), [])).toEqual([]);
  });

  test('a ledger returns texts and times as they were given', async () => {
    const odd = entry('k\'ey \u{1F600} " \\ ;--', {
      account: 'ac\nct',
      fingerprint: 'é',
      ref: '0',
      payload: JSON.stringify({ name: 'Zoë \u{1F600} O’Neil' }),
    });
    const row = await lease(odd, { now: 1_763_700_000_123, leaseMs: 86_400_000 });
    expect(row).toMatchObject({ ...odd, leaseUntil: 1_763_786_400_123 });
    expect(await stored(odd)).toEqual(row);
  });

  test('rows of a ledger outlive their process', async () => {
    const row = await lease(entry('a'));
    await markSent(row);
    await complete(await lease(entry('b')));
    const before = await stored(entry('b'));
    await tested.reopen();
    expect(await stored(entry('b'))).toEqual(before);
    expect((await claim(entry('a'), { now: 1_600, leaseMs: 500 })).kind).toBe('sent-before');
  });
}
