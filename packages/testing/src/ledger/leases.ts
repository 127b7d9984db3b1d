import { expect, test } from 'vitest';
import { created, entry, LEASE, type TestedLedger } from './tested-ledger.ts';

/** Leases: one worker at a time holds a lead, and only it may send. */
export function describeLeases(tested: TestedLedger): void {
  const { claim, lease, markSent, complete, stored } = tested;

  test('a new lead is leased to the first worker that claims it, and is busy for others until the lease has run out', async () => {
    const row = await lease(entry('a'));
    expect(row).toMatchObject({
      ...entry('a'),
      state: 'leased',
      fencingToken: 1,
      attempts: 0,
      unknowns: 0,
      leaseUntil: 1_500,
    });
    expect((await claim(entry('a'), { now: 1_499, leaseMs: 500 })).kind).toBe('busy');
    const next = await lease(entry('a'), { now: 1_500, leaseMs: 500 });
    expect(next).toMatchObject({ state: 'leased', fencingToken: 2, leaseUntil: 2_000 });
  });

  test('a ledger answers a batch of claims in order, also where it holds one key twice', async () => {
    await tested.ledger.complete([{ row: await lease(entry('b')), completion: created }], 1_200);
    const claims = await tested.ledger.claim([entry('a'), entry('b'), entry('a'), entry('c')], LEASE);
    expect(claims.map(({ kind, row }) => [kind, row.key])).toEqual([
      ['leased', 'a'],
      ['done', 'b'],
      ['busy', 'a'],
      ['leased', 'c'],
    ]);
    expect(await tested.ledger.claim([], LEASE)).toEqual([]);
    const rows = claims.map(({ row }) => row);
    expect(await tested.ledger.markSent(rows, 1_100)).toEqual([true, false, true, true]);
  });

  test('the same key at another account or provider is another lead', async () => {
    await lease(entry('a'));
    await lease(entry('a', { account: 'other' }));
    await lease(entry('a', { provider: 'telecrm' }));
  });

  test('a ledger answers many callers at once, each with its own claim, and leases a key once', async () => {
    const keys = Array.from({ length: 200 }, (_, index) => `key-${index % 100}`);
    const claims = await Promise.all(keys.map((key) => claim(entry(key))));
    expect(claims.map(({ row }) => row.key)).toEqual(keys);
    expect(claims.filter(({ kind }) => kind === 'leased').length).toBe(100);
    const leased = claims.filter(({ kind }) => kind === 'leased').map(({ row }) => row);
    expect(await Promise.all(leased.map((row) => markSent(row)))).toEqual(leased.map(() => true));
    expect(await Promise.all(leased.map((row) => complete(row)))).toEqual(leased.map(() => true));
    expect((await tested.ledger.counts()).confirmed).toBe(100);
  });

  test('only the worker that holds the lease may write the intent to send', async () => {
    const late = await lease(entry('a'));
    const row = await lease(entry('a'), { now: 1_600, leaseMs: 500 });
    expect(await markSent(late, 1_650)).toBe(false);
    expect((await stored(entry('a'))).state).toBe('leased');
    expect(await markSent(row, 1_650)).toBe(true);
    expect(await stored(entry('a'))).toMatchObject({ state: 'sent', firstSentAt: 1_650, leaseUntil: 2_100 });
  });

  test('a worker whose lease has run out may not send any more, even where no other worker took it', async () => {
    const row = await lease(entry('a'));
    expect(await markSent(row, 1_500)).toBe(false);
  });

  test('the intent to send renews the lease where it is given a duration', async () => {
    const row = await lease(entry('a'));
    expect(await markSent(row, 1_499, 700)).toBe(true);
    expect(await stored(entry('a'))).toMatchObject({ firstSentAt: 1_499, leaseUntil: 2_199 });
    expect((await claim(entry('a'), { now: 2_198, leaseMs: 1 })).kind).toBe('busy');
  });

  test('a send whose worker is gone is given out to be reconciled, never as a new lead', async () => {
    const row = await lease(entry('a'));
    await markSent(row);
    const found = await claim(entry('a'), { now: 1_600, leaseMs: 500 });
    expect(found.kind).toBe('sent-before');
    expect(found.row).toMatchObject({
      state: 'sent',
      fencingToken: 2,
      attempts: 1,
      unknowns: 1,
      firstSentAt: 1_100,
      leaseUntil: 2_100,
    });
    expect(await markSent(row, 1_700)).toBe(false);
    expect(await markSent(found.row, 1_700)).toBe(true);
    expect((await stored(entry('a'))).firstSentAt).toBe(1_100);
  });
}
