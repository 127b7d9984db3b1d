import { expect, test } from 'vitest';
import { entry, LEASE, refused, type TestedLedger } from './tested-ledger.ts';

/** One person under several keys. */
export function describePeople(tested: TestedLedger): void {
  const { claim, lease, markSent, complete, stored } = tested;

  test('a person who was sent under another key is found at the same account only', async () => {
    await complete(await lease(entry('a', { dedupeKey: 'jane' })));
    const found = await claim(entry('b', { dedupeKey: 'jane' }));
    expect([found.kind, found.row.key]).toEqual(['duplicate', 'a']);
    expect(await tested.ledger.get(entry('b'))).toBeUndefined();
    expect((await claim(entry('b', { dedupeKey: 'jane', account: 'other' }))).kind).toBe('leased');
    expect((await claim(entry('c', { dedupeKey: 'jane' }), { ...LEASE, dedupe: false })).kind).toBe('leased');
    expect((await claim(entry('d', { dedupeKey: undefined }))).kind).toBe('leased');
  });

  test('a person who was sent under a derived key is found, too, since the key holds the dedupeKey', async () => {
    const derived = entry('lw1_jane', { dedupeKey: 'jane' });
    await complete(await lease(derived));
    const found = await claim(entry('own', { dedupeKey: 'jane' }));
    expect([found.kind, found.row]).toEqual(['duplicate', await stored(derived)]);
    await complete(await lease(entry('other', { dedupeKey: 'john' })));
    expect((await claim(entry('lw1_john', { dedupeKey: 'john' }))).row.key).toBe('other');
    expect((await claim(entry('lw1_joan', { dedupeKey: undefined }))).kind).toBe('leased');
    expect((await claim(entry('joan', { dedupeKey: 'joan' }))).kind).toBe('leased');
  });

  test('a person who is twice in one batch is leased once', async () => {
    const claims = await tested.ledger.claim(
      [entry('a', { dedupeKey: 'jane' }), entry('b', { dedupeKey: 'jane' })],
      LEASE,
    );
    expect(claims.map(({ kind }) => kind)).toEqual(['leased', 'duplicate']);
  });

  test('a refused lead does not keep its person from being sent under another key', async () => {
    await complete(await lease(entry('a', { dedupeKey: 'jane' })), refused);
    await lease(entry('b', { dedupeKey: 'jane' }));
  });

  test('a waiting lead gives way to the same person under another key, and is a duplicate once that has arrived', async () => {
    await tested.ledger.release([await lease(entry('a', { dedupeKey: 'jane' }))], 1_100);
    await complete(await lease(entry('b', { dedupeKey: 'jane' })));
    const found = await claim(entry('a', { dedupeKey: 'jane' }));
    expect([found.kind, found.row.key]).toEqual(['duplicate', 'b']);
    expect(await stored(entry('a'))).toMatchObject({
      state: 'duplicate',
      outcome: 'duplicate',
      remoteId: 'id-1',
      detail: '{"of":"b"}',
    });
  });

  test('of two keys of one person, only one may send, even where a worker’s clock is late', async () => {
    const slow = await lease(entry('a', { dedupeKey: 'jane' }));
    const row = await lease(entry('b', { dedupeKey: 'jane' }), { now: 1_600, leaseMs: 500 });
    expect(await markSent(slow, 1_400, 5_000)).toBe(false);
    expect(await markSent(row, 1_602)).toBe(true);
  });
}
