import { expect, test } from 'vitest';
import { created, entry, refused, type TestedLedger } from './tested-ledger.ts';

/** Outcomes: what is stored, and what of a person stays with it. */
export function describeOutcomes(tested: TestedLedger): void {
  const { claim, lease, markSent, complete, stored } = tested;

  test('an outcome is stored, and the next claim of its lead returns it', async () => {
    const row = await lease(entry('a', { ref: 'row 17' }));
    await markSent(row);
    expect(await complete(row)).toBe(true);
    const found = await claim(entry('a'));
    expect(found.kind).toBe('done');
    expect(found.row).toMatchObject({
      state: 'confirmed',
      outcome: 'created',
      remoteId: 'id-1',
      attempts: 1,
      ref: 'row 17',
      updatedAt: 1_200,
    });
    expect(found.row.leaseUntil).toBeUndefined();
  });

  test('an outcome that is stored twice, because a response was lost, is stored', async () => {
    const row = await lease(entry('a'));
    await markSent(row);
    expect(await complete(row)).toBe(true);
    expect(await complete(row)).toBe(true);
    expect((await stored(entry('a'))).evidence).toBeUndefined();
  });

  test.each(['confirmed', 'duplicate'] as const)(
    'personal data leaves a %s row; key and fingerprint stay',
    async (state) => {
      const row = await lease(entry('a'));
      await complete(row, { ...created, state });
      expect(await stored(entry('a'))).toMatchObject({ state, key: 'a', fingerprint: 'print-1', remoteId: 'id-1' });
      expect((await stored(entry('a'))).payload).toBeUndefined();
    },
  );

  test.each(['rejected', 'parked'] as const)(
    'a %s row keeps what was to be sent, for the person who has to look at it',
    async (state) => {
      await complete(await lease(entry('a')), { ...refused, state });
      expect((await stored(entry('a'))).payload).toBe('{"phone":"+14155552671"}');
      expect((await claim(entry('a'))).kind).toBe('done');
    },
  );

  test('a parked lead is settled by what a person decides', async () => {
    const row = await lease(entry('a'));
    await markSent(row);
    await complete(row, { state: 'parked', outcome: 'parked', unknowns: 1, detail: '{"lookup":{}}' });
    const parked = await stored(entry('a'));
    expect(parked).toMatchObject({ state: 'parked', unknowns: 1, attempts: 1 });
    expect(await complete(parked, created, 1_300)).toBe(true);
    expect((await stored(entry('a'))).state).toBe('confirmed');
  });
}
