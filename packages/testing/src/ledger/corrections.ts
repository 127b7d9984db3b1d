import { expect, test } from 'vitest';
import { entry, LEASE, refused, type TestedLedger } from './tested-ledger.ts';

/** A key that comes back with other details. */
export function describeCorrections(tested: TestedLedger): void {
  const { claim, lease, markSent, complete, stored } = tested;

  test('a key that comes back with another payload is reported, and its row is not overwritten', async () => {
    const other = entry('a', { fingerprint: 'print-2', payload: '{}' });
    const row = await lease(entry('a'));
    expect((await claim(other)).kind).toBe('mismatch');
    await markSent(row);
    expect((await claim(other)).kind).toBe('mismatch');
    await tested.ledger.release([row], 1_100, { after: 'unknown' });
    expect((await claim(other, { now: 9_000, leaseMs: 1 })).kind).toBe('mismatch');
    await complete((await claim(entry('a'))).row);
    expect((await claim(other)).kind).toBe('mismatch');
    expect((await stored(entry('a'))).fingerprint).toBe('print-1');
  });

  test('a corrected lead takes the place of one that was never sent', async () => {
    const other = entry('a', { fingerprint: 'print-2', payload: '{}', ref: 'row 2' });
    const row = await lease(entry('a'));
    expect((await claim(other)).kind).toBe('mismatch');
    await tested.ledger.release([row], 1_100);
    expect(await lease(other)).toMatchObject({
      fingerprint: 'print-2',
      payload: '{}',
      ref: 'row 2',
      fencingToken: 2,
    });
    expect((await lease(entry('a'), { now: 9_000, leaseMs: 1 })).fingerprint).toBe('print-1');
  });

  test('a corrected lead takes the place of one that was refused', async () => {
    await complete(await lease(entry('a')), refused);
    const row = await lease(
      entry('a', { fingerprint: 'print-2', payload: '{"corrected":true}', dedupeKey: 'person-2' }),
    );
    expect(row).toMatchObject({
      state: 'leased',
      fencingToken: 2,
      fingerprint: 'print-2',
      payload: '{"corrected":true}',
    });
    expect((await claim(entry('b', { dedupeKey: 'person-2' }))).kind).toBe('duplicate');
    expect((await claim(entry('c', { dedupeKey: 'person-a' }))).kind).toBe('leased');
  });

  test('a corrected lead takes the place of an accepted one', async () => {
    const accept = { ...LEASE, purpose: 'accept' } as const;
    await claim(entry('a'), accept);
    await claim(entry('a', { fingerprint: 'print-2', payload: '{"corrected":true}' }), accept);
    expect(await stored(entry('a'))).toMatchObject({ state: 'ready', payload: '{"corrected":true}' });
  });
}
